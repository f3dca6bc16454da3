"""The clipboard over the line: what the terminal is sent decodes to the text, and nothing in it is taken for a command."""

import base64
import re

from sqs_tui.domain.records import Content
from tests.e2e.conftest import Desk, Start

HOSTILE = "[b]a “quote” – Zoë\n\x1b]52;c;eA==\x07{{1.1}} `rm`\u202e"
CLEAN = "[b]a “quote” – Zoë\n]52;c;eA=={{1.1}} `rm`"


def test_what_is_sent_to_the_clipboard_decodes_to_the_text(start: Start, desk: Desk) -> None:
    opened = desk.opened()
    opened.put(opened.record("T01").id, "interviewed", Content(value="yes", note=HOSTILE), act=opened.new_act())
    terminal = start("--library", str(desk.path), "open", desk.folder, "T01")
    sent = b""
    feed = terminal._stream.feed

    def keeping(data: bytes) -> None:
        nonlocal sent
        sent += data
        feed(data)

    terminal._stream.feed = keeping  # type: ignore[method-assign]
    terminal.wait("1 of")
    terminal.send("kkkkkkkkkkkkkkkkc")
    terminal.wait("Copy")
    assert b"\x1b]52" not in sent
    terminal.send("\r")
    terminal.wait("Sent to your terminal's clipboard")
    terminal.send("\x11")
    assert terminal.end() == 0
    ((payload,),) = [re.findall(rb"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07", sent)]
    assert base64.b64decode(payload).decode() == CLEAN
