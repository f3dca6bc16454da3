"""A report of a fault of the program holds places, and no values."""

import platformdirs
import pytest

from sqs_tui.terminal.crash import redacted, report_crash

SECRET = "a secret of the child"


def look_up() -> None:
    {}[SECRET]


def failing() -> BaseException:
    try:
        look_up()
    except KeyError as inner:
        fault = RuntimeError(f"could not show {SECRET}")
        fault.__cause__ = inner
        return fault
    raise AssertionError


def test_a_report_names_the_places_and_no_text() -> None:
    report = redacted(failing())
    assert "builtins.RuntimeError" in report
    assert "builtins.KeyError" in report
    assert "test_crash.py" in report
    assert "secret" not in report


def test_the_user_is_told_where_the_report_is() -> None:
    told = report_crash(failing())
    assert "Every answer that was shown as saved is on disk" in told
    assert "secret" not in told
    assert platformdirs.user_log_dir("sqs-tui") in told


def test_a_report_that_cannot_be_written_is_no_second_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> str:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(platformdirs, "user_log_dir", refused)
    assert "Read-only file system" in report_crash(failing())
