"""What a Word document is packed in: none of the parts that a template brings along, and the same bytes for the same text."""

import io
import zipfile
from datetime import UTC, datetime

from docx.document import Document

_PARTS_OF_PACKAGE = frozenset({"officeDocument", "core-properties"})
_PARTS_OF_DOCUMENT = frozenset({"styles", "numbering", "settings"})
"""The kinds of relation that a letter needs; headers and footers come later."""
_CONTENT_TYPES = "[Content_Types].xml"
_FIRST_DAY = datetime(1980, 1, 1, tzinfo=UTC)
"""A zip archive knows no earlier one."""


def put_aside(document: Document) -> None:
    """Take out of a new document what its template brought along: a picture of a page, the name of a program, data of its own."""
    for relations, kept in ((document.part.package.rels, _PARTS_OF_PACKAGE), (document.part.rels, _PARTS_OF_DOCUMENT)):
        for identity, relation in list(relations.items()):
            if relation.reltype.rpartition("/")[2] not in kept:
                del relations[identity]


def packed(document: Document, at: datetime) -> bytes:
    """The document as a file whose every part bears one time, aware of its zone, and the order of its name."""
    saved = io.BytesIO()
    document.save(saved)
    result = io.BytesIO()
    day = max(at.astimezone(UTC), _FIRST_DAY)
    with zipfile.ZipFile(saved) as parts, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as file:
        for name in sorted(parts.namelist(), key=lambda name: (name != _CONTENT_TYPES, name)):
            part = zipfile.ZipInfo(name, day.timetuple()[:6])
            part.compress_type, part.create_system = zipfile.ZIP_DEFLATED, 0
            file.writestr(part, parts.read(name))
    return result.getvalue()
