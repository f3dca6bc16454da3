"""Draws docs/letter-docx.png and docs/letter-html.png, the first page of each exported letter: `make pages`.

Needs LibreOffice (soffice), Chromium and pdftoppm of poppler-utils, which the program itself does not.
"""

import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from sqs_tui.demo.load import throw_away_library
from sqs_tui.export.pieces import made
from sqs_tui.store.library import Library

FOLDER = Path(__file__).parent
AT = datetime(2013, 5, 8, 9, 0, tzinfo=UTC)
DOTS_PER_INCH = "75"


def letter(form: str) -> bytes:
    """The demonstration's letter."""
    with throw_away_library() as folder:
        library = Library(folder)
        opened = library.open(library.find("bury"), by="somebody", now=lambda: AT)
        return made("letter", form, opened.written(), (), answers=opened.answers, at=AT)


def to_pdf(source: Path) -> Path:
    """The letter as its program prints it, beside its file."""
    pdf = source.with_suffix(".pdf")
    if source.suffix == ".docx":
        run("soffice", "--headless", "--convert-to", "pdf", "--outdir", str(source.parent), str(source))
    else:
        profile = f"--user-data-dir={source.parent / 'profile'}"
        printing = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", profile)
        run("chromium", *printing, f"--print-to-pdf={pdf}", source.as_uri())
    return pdf


def run(program: str, *arguments: str) -> None:
    """Run a program that must be installed; what it says is of no interest unless it fails."""
    found = shutil.which(program)
    if found is None:
        sys.exit(f"There is no program {program} here: install LibreOffice, Chromium and poppler-utils.")
    subprocess.run([found, *arguments], check=True, capture_output=True, timeout=120)  # noqa: S603 - a program found above


def draw(form: str) -> None:
    """Draw the first page of the letter in one form."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"letter.{form}"
        source.write_bytes(letter(form))
        target = FOLDER / f"letter-{form}"
        run("pdftoppm", "-png", "-r", DOTS_PER_INCH, "-f", "1", "-singlefile", str(to_pdf(source)), str(target))


if __name__ == "__main__":
    for wanted in ("docx", "html"):
        draw(wanted)
