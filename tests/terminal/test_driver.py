"""What comes from the terminal never ends the program unasked, and a fault in reading it is told as every fault is."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread
from types import SimpleNamespace
from typing import Any, NoReturn

import pytest
from textual import events
from textual.app import App
from textual.message import Message

from sqs_tui.terminal.driver import SteadyDriver


@pytest.fixture
def line() -> Iterator[tuple[int, int]]:
    far, near = os.pipe()
    yield far, near
    for end in (far, near):
        os.close(end)


@pytest.fixture
def driver(line: tuple[int, int]) -> SteadyDriver:
    """A driver that reads from a line, and keeps what it is told."""
    made = SteadyDriver.__new__(SteadyDriver)
    made.fileno, made.exit_event, made.encoding = line[0], Event(), "utf-8"
    return made


def test_keys_and_bytes_that_are_no_text_are_read(
    driver: SteadyDriver, line: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[Message] = []

    def hear(message: Message) -> None:
        said.append(message)
        if isinstance(message, events.Key) and message.key == "escape":
            driver.exit_event.set()

    monkeypatch.setattr(driver, "process_message", hear, raising=False)
    os.write(line[1], b"y\xff\xc3\xa9\x1b[A\x1b")
    reading = Thread(target=driver.run_input_thread)
    reading.start()
    reading.join(20)
    assert not reading.is_alive()
    assert [message.key for message in said if isinstance(message, events.Key)] == [
        "y",
        "replacement_character",
        "é",
        "up",
        "escape",
    ]


@pytest.mark.parametrize(("locale", "encoding"), [("en_GB.UTF-8", "utf-8"), ("C", "utf-8"), ("en_GB.ISO-8859-1", "iso8859-1")])
async def test_it_reads_and_writes_in_the_encoding_of_the_locale(
    locale: str, encoding: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    with (tmp_path / "terminal").open("w", encoding="utf-8") as terminal:
        monkeypatch.setattr(sys, "__stderr__", terminal)
        assert SteadyDriver(App()).encoding == encoding
        terminal.write("é")
    assert (tmp_path / "terminal").read_bytes() == "é".encode(encoding)


def test_the_end_of_what_can_be_read_ends_the_reading(driver: SteadyDriver, line: tuple[int, int]) -> None:
    os.dup2(os.open(os.devnull, os.O_RDONLY), line[0])
    with pytest.raises(EOFError):
        driver.run_input_thread()


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
