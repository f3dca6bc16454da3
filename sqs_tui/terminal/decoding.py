"""Bytes that are no UTF-8 (an old-style mouse report, a tmux reattach) kill Textual's input thread (its issue 6668)."""

import codecs
from functools import partial

from textual.drivers import linux_driver


def decode_leniently() -> None:
    """Make the terminal driver read such bytes as replacement characters; call it before the application runs."""
    linux_driver.__dict__["getincrementaldecoder"] = lambda encoding: partial(
        codecs.getincrementaldecoder(encoding), errors="replace"
    )
