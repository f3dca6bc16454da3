"""What the machine says: where the library lies, where the criteria that come with the program are, who is at the keyboard."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from sqs_tui.text import clean_text

LIBRARY_VARIABLE = "SQS_TUI_LIBRARY"
"""The environment variable that names the library folder."""

DEFAULT_CRITERIA = Path(__file__).with_name("criteria.json")
"""The instrument of new inspections that are given no other."""


def library_path(chosen: str | None, environment: Mapping[str, str]) -> Path:
    """The library folder: the one chosen on the command line, else the environment's, else the account's own."""
    named = chosen or environment.get(LIBRARY_VARIABLE)
    if named:
        try:
            return Path(named).expanduser().absolute()
        except RuntimeError:  # "~someone" where no such account is: a folder of that name is meant
            return Path(named).absolute()
    import platformdirs  # noqa: PLC0415 - needed by few starts, and each import costs time before the first screen

    return Path(platformdirs.user_data_dir("sqs-tui"))


class Choice(NamedTuple):
    """A setting that is one of a few words, read from an environment variable; the first word is the default."""

    variable: str
    words: tuple[str, ...]

    def of(self, environment: Mapping[str, str]) -> str:
        """The word chosen; the default where none is, or one that is none of them."""
        word = environment.get(self.variable, "")
        return word if word in self.words else self.words[0]

    def fault(self, environment: Mapping[str, str]) -> str:
        """What is wrong with what is set; empty where nothing is."""
        word = environment.get(self.variable, "")
        if not word or word in self.words:
            return ""
        return (
            f"{self.variable}={word} is none of {', '.join(self.words)}; it counts as {self.words[0]} until you set one of these."
        )


PAINT = Choice("SQS_TUI_PAINT", ("changes", "all"))
"""What is sent to the terminal for each screen."""
COLOURS = Choice("SQS_TUI_COLOURS", ("auto", "ansi", "256", "truecolor", "none"))
"""Which colours are used; "auto" means the terminal's own sixteen over SSH, where each colour costs time, else all it has."""


def is_remote(environment: Mapping[str, str]) -> bool:
    """Whether the terminal is at the other end of an SSH line."""
    return any(environment.get(name) for name in ("SSH_CONNECTION", "SSH_TTY"))


def account_name() -> str:
    """The account at the keyboard, for the history; "unknown" where the system names none."""
    import getpass  # noqa: PLC0415 - as above

    try:
        name = getpass.getuser()
    except (ImportError, KeyError, OSError):  # an account without a name, as in some containers
        name = ""
    return clean_text(name, one_line=True) or "unknown"
