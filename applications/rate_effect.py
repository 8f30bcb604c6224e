"""Which open cases and drafts proposed reference rates would change, in figures only.

A case keeps the rate that it was submitted with: only where none was known does a new
one count. A draft has none yet: it is computed by the rate of the day, or of the first
day of a proposed one that lies ahead. No answer and no name leaves this room.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from django.db.models import F, OuterRef, Subquery

from applications.case_subsidy import CaseSubsidy, subsidy_with
from applications.filing_pages import financing_figures
from applications.form_sections import SECTION_OF_CODE
from applications.frozen_reference import Reference
from applications.models import (
    OPEN_STATES,
    Case,
    CaseEvent,
    CaseState,
    DraftSection,
    EventKind,
    Submission,
)
from applications.section_sheets import SectionSheet
from programs.rate_effect import Books, CaseChange, Effect, Outcome
from programs.reference_rates import RateBook, ReferenceRateInForce

MOST_LISTED = 50
AT_ONCE = 200


class Financing(NamedTuple):
    """One financing whose reference differs between the books, not computed yet."""

    case: Case
    figures: Mapping[str, Any]
    on: date


def effect_on_cases(books: Books) -> Effect:
    """At most ``MOST_LISTED`` of each kind are computed and listed, the rest is counted."""
    kept, waiting = _open_cases(books)
    drafts = list(_drafts(books))
    return Effect(
        cases=[_change(one, books) for one in waiting[:MOST_LISTED]],
        drafts=[_change(one, books) for one in drafts[:MOST_LISTED]],
        more_cases=len(waiting[MOST_LISTED:]),
        more_drafts=len(drafts[MOST_LISTED:]),
        kept=kept,
    )


def _open_cases(books: Books) -> tuple[int, list[Financing]]:
    """How many keep a rate that is contradicted; those without one that would have one."""
    kept, waiting = 0, []
    recomputed = _recomputed()
    for submission in _last_submissions(books):
        reference = recomputed.get((submission.case_id, submission.ordinal), submission.reference)
        on = date.fromisoformat(reference["on"])
        if not _differs(books, reference["currency"], reference["term_months"], on):
            continue
        if reference["known"]:
            kept += 1
        elif _is_known(books.after, reference, on):
            waiting.append(Financing(submission.case, submission.answers["financing"], on))
    return kept, waiting


def _is_known(book: RateBook, reference: Reference, on: date) -> bool:
    found = book.rate(reference["currency"], reference["term_months"], on=on)
    return isinstance(found, ReferenceRateInForce)


def _last_submissions(books: Books) -> Iterator[Submission]:
    newest = Submission.objects.filter(case=OuterRef("case")).order_by("-ordinal").values("pk")[:1]
    open_ones = Submission.objects.filter(
        case__state__in=OPEN_STATES, financing_currency__in=_currencies(books)
    )
    last = open_ones.annotate(newest=Subquery(newest)).filter(pk=F("newest"))
    return last.select_related("case").order_by("case__number").iterator(chunk_size=AT_ONCE)


def _recomputed() -> dict[tuple[int, int], Reference]:
    """What submissions of open cases rely on since they were recomputed."""
    events = CaseEvent.objects.filter(
        case__state__in=OPEN_STATES, kind=EventKind.RECOMPUTED
    ).order_by("case", "ordinal")
    details = events.values_list("case", "details")
    return {(case, found["submission"]): found["reference"] for case, found in details}


def _drafts(books: Books) -> Iterator[Financing]:
    financing = SECTION_OF_CODE["financing"]
    sections = DraftSection.objects.filter(
        section=financing.code,
        case__state=CaseState.DRAFT,
        answers__financing_currency__in=_currencies(books),
    )
    for stored in sections.select_related("case").order_by("case").iterator(chunk_size=AT_ONCE):
        figures = financing_figures(SectionSheet(financing, stored.answers, checked=True))
        if figures is None:
            continue
        currency, term = figures["financing_currency"], int(figures["term_months"])
        on = _day_of_draft(books, currency)
        if _differs(books, currency, term, on):
            yield Financing(stored.case, figures, on)


def _day_of_draft(books: Books, currency: str) -> date:
    """Today, or the first day on which a proposed rate of the currency begins to count."""
    first = min(rate.effective_from for rate in books.proposed if rate.currency == currency)
    return max(first, books.today)


def _currencies(books: Books) -> list[str]:
    return sorted({rate.currency for rate in books.proposed})


def _differs(books: Books, currency: str, term_months: int, on: date) -> bool:
    before = books.before.rate(currency, term_months, on=on)
    after = books.after.rate(currency, term_months, on=on)
    return _percent(before) != _percent(after)


def _percent(found: object) -> object:
    return found.value_percent if isinstance(found, ReferenceRateInForce) else None


def _change(one: Financing, books: Books) -> CaseChange:
    currency, term = one.figures["financing_currency"], int(one.figures["term_months"])
    before, after = (
        subsidy_with(one.figures, book.rate(currency, term, on=one.on), on=one.on)
        for book in (books.before, books.after)
    )
    return CaseChange(
        number=one.case.number or "",
        state=one.case.state,
        state_label=one.case.get_state_display(),
        currency=currency,
        on=one.on,
        before=_outcome(before) if one.case.state == CaseState.DRAFT else Outcome(),
        after=_outcome(after),
    )


def _outcome(subsidy: CaseSubsidy) -> Outcome:
    if subsidy.rates is None or not isinstance(subsidy.reference, ReferenceRateInForce):
        return Outcome()
    return Outcome(
        reference=subsidy.reference.value_percent,
        subsidised=subsidy.rates.subsidised,
        borrower=subsidy.rates.borrower,
        subsidy=subsidy.schedule.totals.subsidy if subsidy.schedule else None,
    )
