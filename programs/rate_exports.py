"""The history of the reference rates as a file."""

from collections.abc import Iterator

from django.http import HttpResponseBase
from django.utils.translation import gettext_lazy as _

from files.tables import Column, TableFormat, Value, table_response
from programs.models import ReferenceRate

COLUMNS = (
    Column(_("Rate"), 44),
    Column(_("Currency"), 10),
    Column(_("Repayment term")),
    Column(_("Value, % a year")),
    Column(_("In force from")),
    Column(_("Known until")),
    Column(_("Decided on")),
    Column(_("Decision"), 30),
    Column(_("Source"), 60),
    Column(_("Verified against the publication")),
    Column(_("Entered on")),
    Column(_("Corrected on")),
    Column(_("Reason for the correction"), 40),
)


def history_response(kind: TableFormat) -> HttpResponseBase:
    """Series by series, newest row first; of a corrected row when and why it was."""
    rows = ReferenceRate.objects.select_related("superseded_by").history()
    return table_response(kind, "reference-rates", COLUMNS, _rows(rows.iterator(chunk_size=1000)))


def _rows(rates: Iterator[ReferenceRate]) -> Iterator[tuple[Value, ...]]:
    for rate in rates:
        yield (
            rate.get_kind_display(),
            rate.currency,
            rate.get_term_bucket_display() if rate.term_bucket else "",
            rate.value_percent if rate.value_percent is not None else _("no longer published"),
            rate.effective_from,
            rate.known_until,
            rate.decided,
            rate.decision,
            rate.source,
            _("yes") if rate.verified else _("no"),
            rate.created_at,
            rate.superseded_at,
            rate.superseded_by.correction_reason if rate.superseded_at else "",
        )
