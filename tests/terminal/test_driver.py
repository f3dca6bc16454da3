"""What comes from the terminal never ends the program unasked, and a fault in reading it is told as every fault is."""

from types import SimpleNamespace
from typing import Any, NoReturn

import pytest

from sqs_tui.terminal.driver import SteadyDriver, _Lenient


def test_bytes_that_are_no_text_become_replacement_characters() -> None:
    decoder = _Lenient()
    assert decoder.decode(b"a\xff\xc3") == "a\ufffd"
    assert decoder.decode(b"\xa9") == "é"
    assert decoder.decode(b"", final=True) == ""


def test_the_end_of_what_can_be_read_ends_the_reading() -> None:
    with pytest.raises(EOFError):
        _Lenient().decode(b"")


@pytest.mark.parametrize(
    ("error", "told"), [(OSError(5, "gone"), False), (EOFError(), False), (ValueError("a fault of the program"), True)]
)
def test_only_a_fault_of_the_program_is_told_by_the_thread_that_reads(error: Exception, told: bool) -> None:
    class Broken(SteadyDriver):
        def run_input_thread(self) -> NoReturn:
            raise error

    faults: list[Any] = []
    driver = Broken.__new__(Broken)
    driver._app = SimpleNamespace(_handle_exception=faults.append)
    driver._loop = SimpleNamespace(call_soon_threadsafe=lambda function, given: function(given))
    driver._run_input_thread()
    assert faults == ([error] if told else [])
