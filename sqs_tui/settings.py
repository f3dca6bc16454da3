"""What the machine says: where the library lies, where the criteria that come with the program are, who is at the keyboard."""

from collections.abc import Mapping
from pathlib import Path

from sqs_tui.text import clean_text

LIBRARY_VARIABLE = "SQS_TUI_LIBRARY"
"""The environment variable that names the library folder."""

PAINT_VARIABLE = "SQS_TUI_PAINT"
"""The environment variable that says what is sent of each screen: "changes", which is the default, or "all"."""

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


def paints_changes(environment: Mapping[str, str]) -> bool:
    """Whether only what changes on the screen is to be sent."""
    return environment.get(PAINT_VARIABLE) != "all"


def account_name() -> str:
    """The account at the keyboard, for the history; "unknown" where the system names none."""
    import getpass  # noqa: PLC0415 - as above

    try:
        name = getpass.getuser()
    except (ImportError, KeyError, OSError):  # an account without a name, as in some containers
        name = ""
    return clean_text(name, one_line=True) or "unknown"
