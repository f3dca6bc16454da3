"""The demonstration as its lead inspector left it, opened once."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from sqs_tui.domain.letter.letter import Letter
from sqs_tui.store.inspection import OpenInspection
from sqs_tui.store.library import Library

AT = datetime(2013, 5, 8, 14, 30, 5, tzinfo=UTC)


@pytest.fixture(scope="session")
def bury(_demonstration: Path) -> OpenInspection:
    library = Library(_demonstration)
    return library.open(library.find("bury"), by="somebody", now=lambda: AT)


@pytest.fixture(scope="session")
def bury_written(bury: OpenInspection) -> Letter:
    return bury.written()
