"""Agreement in words."""

import pytest

from sqs_tui.export.agreement import figure_text


@pytest.mark.parametrize(
    ("figure", "text"),
    [(None, "not defined"), (1.0, "1.00"), (0.996, "0.99"), (0.0, "0.00"), (-0.001, "0.00"), (-0.0234, "-0.02"), (-1.0, "-1.00")],
)
def test_a_figure_never_rounds_to_full_agreement(figure: float | None, text: str) -> None:
    assert figure_text(figure) == text
