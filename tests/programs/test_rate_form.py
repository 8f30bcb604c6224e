"""The form of a reference rate: an end of a series is said, never left to a gap."""

import pytest

from programs.forms import RateForm

SENT = {
    "kind": "base_rate",
    "currency": "KZT",
    "effective_from": "09.03.2026",
    "source": "nationalbank.kz",
}


@pytest.mark.parametrize(
    ("more", "faulty"),
    [
        ({"value_percent": "17,5"}, False),
        ({"value_percent": "0"}, False),
        ({"ends_series": "on"}, False),
        ({}, True),
        ({"value_percent": "17,5", "ends_series": "on"}, True),
        ({"value_percent": "high"}, True),
    ],
    ids=["value", "zero", "end", "forgotten", "both", "no number"],
)
def test_a_value_or_the_end_of_the_series(more: dict[str, str], faulty: bool) -> None:
    form = RateForm({**SENT, **more})
    assert list(form.errors) == (["value_percent"] if faulty else [])


def test_the_end_of_a_series_is_a_row_without_a_value() -> None:
    form = RateForm({**SENT, "ends_series": "on"})
    assert form.is_valid()
    assert form.values()["value_percent"] is None
    assert "ends_series" not in form.values()
