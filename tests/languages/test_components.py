"""Components of every page: what a screen reader is told, and what is left unsaid."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.utils import translation


@pytest.fixture(autouse=True)
def _in_english() -> Any:
    with translation.override("en"):
        yield


def render(name: str, **context: Any) -> str:
    return render_to_string(f"components/{name}.html", context)


@pytest.mark.parametrize(
    ("state", "colour"),
    [
        ("approved", "good"),
        ("submitted", "active"),
        ("agent_review", "active"),
        ("awaiting_decision", "active"),
        ("returned", "waiting"),
        ("refused", "bad"),
        ("breached", "bad"),
        ("withdrawn", "quiet"),
        ("draft", "quiet"),
        ("never heard of", "quiet"),
    ],
)
def test_a_state_has_a_word_a_shape_and_a_colour(state: str, colour: str) -> None:
    html = render("tag", state=state, label="The word")
    assert "The word" in html
    assert '<svg class="k-tag__shape"' in html
    assert f"k-tag--{colour}" in html
    assert html.count("<strong") == 1


def test_a_table_marks_its_headers_and_right_aligns_figures() -> None:
    html = render(
        "table",
        caption="Rates",
        columns=[{"label": "Currency"}, {"label": "Rate", "numeric": True}],
        rows=[["KZT", {"text": "12.6%", "hint": "halved"}], ["USD", {"text": "—", "url": "/x/"}]],
        first_is_header=True,
    )
    assert html.count('scope="col"') == 2
    assert html.count('scope="row"') == 2
    assert html.count("govuk-table__cell--numeric") == 2
    assert '<a class="govuk-link" href="/x/">—</a>' in html


def test_an_empty_table_is_a_sentence() -> None:
    html = render("table", caption="Rates", columns=[], rows=[], empty="No rates yet.")
    assert "<table" not in html
    assert "No rates yet." in html


def test_a_missing_answer_is_said_and_zero_is_not_missing() -> None:
    rows = [{"key": "Term", "value": ""}, {"key": "Grace", "value": Decimal(0)}]
    html = render("summary_list", rows=rows)
    assert html.count("Not given") == 1


def test_a_change_link_names_what_it_changes() -> None:
    html = render("summary_list", rows=[{"key": "Term", "value": "1", "change_url": "/t/"}])
    assert 'Change<span class="govuk-visually-hidden"> Term</span>' in html


def test_a_task_is_described_by_its_status() -> None:
    items = [{"url": "/a/", "title": "Loan", "state": "todo", "state_label": "Not started"}]
    html = render("task_list", items=items, id_prefix="draft")
    assert 'aria-describedby="draft-1-status"' in html
    assert 'id="draft-1-status"' in html


def test_the_timeline_tells_the_moment_to_machines_too() -> None:
    when = datetime(2026, 3, 5, 4, 14, tzinfo=UTC)
    html = render("timeline", events=[{"what": "Filed", "when": when, "text": "<b>"}])
    assert "5 March 2026, 09:14" in html
    assert 'datetime="2026-03-05T09:14:00+05:00"' in html
    assert "&lt;b&gt;" in html


def test_a_page_number_in_a_link_has_no_thousands() -> None:
    page = Paginator(range(5000), 2).page(1500)
    html = render("pagination", page=page, query="state=open")
    assert "?state=open&amp;page=1501" in html
    assert "?state=open&amp;page=1499" in html


def test_one_page_has_no_pagination() -> None:
    assert not render("pagination", page=Paginator([1], 2).page(1), query="").strip()
