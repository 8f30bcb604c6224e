"""An application for paper: a draft as it stands, or a submission from its frozen answers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from applications.answer_display import Card, Row, answer_cards
from applications.answers import DraftAnswers, errors_by_section
from applications.editions import edition_of
from applications.filing_pages import draft_cards, financing_panel, submission_panel, subsidy_day
from applications.form_sections import SECTION_OF_CODE, SECTIONS, Section
from applications.models import Case, DocumentKind, OrderEdition, Submission
from languages.amounts import format_amount, format_percent
from languages.text import current_language


@dataclass(frozen=True)
class PrintedSection:
    """``cards`` hold every question, answered or not; none: there is nothing yet."""

    title: str | Promise
    cards: tuple[Card, ...]


@dataclass(frozen=True)
class Printout:
    """``submission`` is None for a draft, which never carries a number."""

    case: Case
    edition: OrderEdition
    sections: tuple[PrintedSection, ...]
    made_at: datetime
    submission: Submission | None = None


def printed_draft(case: Case, draft: DraftAnswers, *, on: date, at: datetime) -> Printout:
    """All sections in order, empty ones too. Raises NoEditionInForce."""
    errors = errors_by_section(draft)
    sheet = draft.sheet(SECTION_OF_CODE["financing"], checked=True)
    panel = financing_panel(sheet, on=subsidy_day(case))
    documents = [(d.kind, d.name, d.version) for d in draft.documents]
    sections = (
        _section(section, draft_cards(draft, section, section.code in errors), panel, documents)
        for section in SECTIONS
    )
    return Printout(case, edition_of(case, on=on), tuple(sections), at)


def printed_submission(submission: Submission, *, at: datetime) -> Printout:
    """A submission as it was frozen, under the edition and the number it was filed with."""
    case, answers = submission.case, submission.answers
    panel = submission_panel(submission)
    documents = [(d["kind"], d["name"], d["version"]) for d in submission.documents]
    sections = (
        _section(section, _filed_cards(section, answers), panel, documents) for section in SECTIONS
    )
    return Printout(
        case, edition_of(case, on=at.date()), tuple(sections), at, submission=submission
    )


def _filed_cards(section: Section, answers: dict[str, Any]) -> list[Card]:
    return list(answer_cards(section, answers[section.code])) if section.code in answers else []


def _section(
    section: Section,
    cards: list[Card],
    panel: dict[str, Any] | None,
    documents: list[tuple[str, str, int]],
) -> PrintedSection:
    if section.code == "subsidy":
        rows = list(_subsidy_rows(panel)) if panel else []
        cards = [Card(section.title, rows)] if rows else []
    if section.code == "documents":
        rows = [_document_row(*document) for document in documents]
        cards = [Card(section.title, rows)] if rows else []
    return PrintedSection(section.title, tuple(cards))


def _document_row(kind: str, name: str, version: int) -> Row:
    told = _("%(name)s, version %(number)s") % {"name": name, "number": version}
    return {"key": str(DocumentKind(kind).label), "value": told}


def _subsidy_rows(panel: dict[str, Any]) -> Iterator[Row]:
    """What is known of it: rates by the reference rate, sums where a schedule can be drawn up."""
    subsidy, language = panel["subsidy"], current_language()
    if subsidy.rates is None:
        return
    rates = (
        (_("Nominal rate"), subsidy.nominal_percent),
        (_("The state pays"), subsidy.rates.subsidised),
        (_("The buyer pays"), subsidy.rates.borrower),
    )
    for label, percent in rates:
        yield {"key": label, "value": format_percent(percent, language)}
    if subsidy.schedule:
        total = format_amount(subsidy.schedule.totals.subsidy, subsidy.currency, language)
        yield {"key": _("Subsidy over the whole term"), "value": total}
