"""`python -m sqs_tui`."""

from sqs_tui.cli import run

run()
