"""What the machine says: where the library and the account's own files lie, which criteria come along, who is at the keyboard."""

from collections.abc import Mapping
from pathlib import Path

from sqs_tui.text import clean_text

LIBRARY_VARIABLE = "SQS_TUI_LIBRARY"
"""The environment variable that names the library folder."""
SETTINGS_VARIABLE = "SQS_TUI_SETTINGS"
"""The environment variable that names the file of settings."""

HABITS_VARIABLE = "SQS_TUI_HABITS"
"""The environment variable that names the file of habits."""

DEFAULT_CRITERIA = Path(__file__).with_name("criteria.json")
"""The instrument of new inspections that are given no other."""


def library_path(chosen: str | None, environment: Mapping[str, str]) -> Path:
    """The library folder: the one chosen on the command line, else the environment's, else the account's own."""
    named = chosen or environment.get(LIBRARY_VARIABLE)
    if named:
        return _path(named)
    import platformdirs  # noqa: PLC0415 - each import costs time before the first screen

    return Path(platformdirs.user_data_dir("sqs-tui"))


def settings_path(environment: Mapping[str, str]) -> Path:
    """The file of settings, which need not be there: the environment's, else the account's own."""
    named = environment.get(SETTINGS_VARIABLE)
    if named:
        return _path(named)
    import platformdirs  # noqa: PLC0415 - as above

    return Path(platformdirs.user_config_dir("sqs-tui")) / "settings.toml"


def habits_path(environment: Mapping[str, str]) -> Path:
    """The file of what the account is used to, which need not be there: the environment's, else the account's own."""
    named = environment.get(HABITS_VARIABLE)
    if named:
        return _path(named)
    import platformdirs  # noqa: PLC0415 - as above

    return Path(platformdirs.user_state_dir("sqs-tui")) / "habits.json"


def _path(named: str) -> Path:
    try:
        return Path(named).expanduser().absolute()
    except RuntimeError:  # "~someone" where no such account is: a folder of that name is meant
        return Path(named).absolute()


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
