"""What a file's tables become: the same bytes whether all is encoded or only what has changed."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sqs_tui.store import encoding
from sqs_tui.store.encoding import Encoder, encoded

_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | _TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXT, inner, max_size=3),
    max_leaves=6,
)
_DOCUMENTS = st.dictionaries(_TEXT, _VALUES, max_size=3)
_TABLES = st.dictionaries(_TEXT, st.dictionaries(_TEXT, _DOCUMENTS, max_size=3), max_size=3)


@given(st.lists(_TABLES, min_size=1, max_size=3), st.data())
def test_the_bytes_are_those_of_encoding_everything_again(states: list[dict[str, dict[str, Any]]], data: st.DataObject) -> None:
    encoder = Encoder()
    for tables in states:
        assert encoder.encoded(tables) == encoded(tables)
        for table in tables.values():
            key = data.draw(_TEXT)
            table[key] = data.draw(_DOCUMENTS)
        assert encoder.encoded(tables) == encoded(tables)


def test_only_a_document_that_is_another_is_encoded_again(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    def counted(data: object) -> bytes:
        asked.append(data)
        return encoded(data)

    monkeypatch.setattr(encoding, "encoded", counted)
    tables: dict[str, dict[str, Any]] = {
        "changes": {str(number): {"number": number} for number in range(300)},
        "answers": {"1": {}},
    }
    encoder = Encoder()
    encoder.encoded(tables)
    asked.clear()
    tables["changes"]["300"] = {"number": 300}
    tables["answers"]["1"] = {"value": "yes"}
    content = encoder.encoded(tables)
    assert asked == [{"number": 300}, {"value": "yes"}]
    del tables["changes"]["7"]
    assert encoder.encoded(tables) == encoded(tables) != content
    assert len(asked) == 2
