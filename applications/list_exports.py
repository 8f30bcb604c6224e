"""Lists as files: all rows that match, each export on record before its first row leaves.

Rows are read in portions from one query, so that a hundred thousand cost no more memory
than one page. Words are looked up once, in the language of who asks.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.utils.translation import gettext as _

from accounts.models import Membership, Organisation
from applications.forms.parties import LENDER_KINDS
from applications.models import Case, CaseState, ExportedList, ListExport
from files.tables import Column, TableFormat, Value, table_response
from languages.choices import country_choices

PORTION = 1000
CASE_FIELDS = (
    "number",
    "state",
    "organisation__business_number",
    "organisation__name_kk",
    "organisation__name_ru",
    "buyer_name",
    "buyer_country",
    "contract_number",
    "lender_kind",
    "lender_name",
    "financing_amount",
    "financing_currency",
    "first_submitted_at",
    "submitted_at",
    "decided_at",
    "reviewer__user__full_name",
    "edition__code",
)
ORGANISATION_FIELDS = (
    "business_number",
    "name_kk",
    "name_ru",
    "address",
    "registered_by__full_name",
    "registered_at",
    "rejected_at",
)


def export_cases(
    kind: TableFormat,
    cases: QuerySet[Case],
    *,
    which: ExportedList,
    filters: dict[str, Any],
    by: Membership,
    at: datetime,
) -> HttpResponseBase:
    """The cases, visible to ``by`` and in order, as a file; written down who took them."""
    record_export(kind, which, filters=filters, rows=cases.order_by().count(), by=by, at=at)
    rows = cases.select_related(None).values_list(*CASE_FIELDS).iterator(chunk_size=PORTION)
    return table_response(kind, _file_name(which, at), _case_columns(), _case_rows(rows))


def export_organisations(
    kind: TableFormat, organisations: QuerySet[Organisation], *, by: Membership, at: datetime
) -> HttpResponseBase:
    """The organisations that wait to be confirmed, as a file; written down who took them."""
    which = ExportedList.ORGANISATIONS
    record_export(kind, which, filters={}, rows=organisations.order_by().count(), by=by, at=at)
    rows = organisations.select_related(None).values_list(*ORGANISATION_FIELDS)
    portions = rows.iterator(chunk_size=PORTION)
    return table_response(kind, _file_name(which, at), _organisation_columns(), portions)


def record_export(
    kind: TableFormat,
    which: ExportedList,
    *,
    filters: dict[str, Any],
    rows: int,
    by: Membership,
    at: datetime,
) -> ListExport:
    """``rows`` is what matched when the export began."""
    return ListExport.objects.create(
        which=which,
        membership=by,
        organisation_id=by.organisation_id,
        at=at,
        file_format=kind.value,
        filters=filters,
        rows=rows,
    )


def _file_name(which: ExportedList, at: datetime) -> str:
    return f"{which.value}-{at:%Y%m%d-%H%M%S}"


def _case_columns() -> list[Column]:
    return [
        Column(_("Case"), 18),
        Column(_("State"), 28),
        Column(_("BIN or IIN"), 14),
        Column(_("Name in Kazakh"), 34),
        Column(_("Name in Russian"), 34),
        Column(_("Buyer"), 34),
        Column(_("Buyer's country"), 18),
        Column(_("Contract number"), 18),
        Column(_("Kind of lender"), 24),
        Column(_("Lender's name"), 30),
        Column(_("Amount"), 18),
        Column(_("Currency"), 10),
        Column(_("First submitted"), 18),
        Column(_("Submitted"), 18),
        Column(_("Decided"), 18),
        Column(_("Reviewer"), 26),
        Column(_("Edition of the order"), 18),
    ]


def _case_rows(rows: Iterator[Sequence[Any]]) -> Iterator[Sequence[Value]]:
    """Codes in words; looked up before the first row, while the language is the reader's."""
    states = {value: str(label) for value, label in CaseState.choices}
    lenders = {value: str(label) for value, label in LENDER_KINDS}
    countries = {code: name for code, name in country_choices() if code}
    place = CASE_FIELDS.index

    def in_words(row: Sequence[Any]) -> Sequence[Value]:
        told = list(row)
        told[place("state")] = states[row[place("state")]]
        told[place("buyer_country")] = countries.get(row[place("buyer_country")], "")
        told[place("lender_kind")] = lenders.get(row[place("lender_kind")], "")
        return told

    return map(in_words, rows)


def _organisation_columns() -> list[Column]:
    return [
        Column(_("BIN or IIN"), 14),
        Column(_("Name in Kazakh"), 34),
        Column(_("Name in Russian"), 34),
        Column(_("Address"), 40),
        Column(_("Registered by"), 26),
        Column(_("Since"), 18),
        Column(_("Not confirmed on"), 18),
    ]
