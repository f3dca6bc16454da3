"""An inspection in which every screen has something to show."""

from pathlib import Path

import pytest

from sqs_tui.domain.records import Content, RecordState
from tests.store.helpers import waive_all
from tests.ui.hand import Stage


@pytest.fixture
def library(demo_library: Path) -> Path:
    """The demonstration with a case that was scored twice, and with text beyond ASCII in it."""
    opened = Stage(demo_library, "bury-2013-03", by="inspector-2").other("somebody-else")
    record = opened.record("BU01").id
    second = opened.begin_second(record, "somebody-else").id
    for question, given in {**opened.contents(record), "1.1": Content(value="no", note="Zoë’s “plan” – 5 × 漢字…")}.items():
        opened.put(second, question, given, act=opened.new_act())
    waive_all(opened, second)
    opened.set_state(second, RecordState.COMPLETE)
    opened.add_record("case", "Zoë 漢字", inspector="inspector-1")
    return demo_library
