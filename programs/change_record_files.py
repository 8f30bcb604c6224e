"""The record of changes as a PDF in the shape of the terms' table, and as flat rows."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date

from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from files.tables import Column, Value
from languages.amounts import format_date
from languages.text import current_language
from programs import wording
from programs.change_record import (
    KEPT_SECONDS,
    RecordedRevision,
    RecordFilters,
    in_parts,
    recorded_revisions,
)
from programs.models import Revision
from programs.paper import MOST_ROWS, pdf_of_page

STYLE = "programs/change_record.css"
COLUMNS = (
    Column(gettext_lazy("Revision number"), 10),
    Column(gettext_lazy("Decision of the board"), 16),
    Column(gettext_lazy("Decided on"), 12),
    Column(gettext_lazy("Takes effect on"), 12),
    Column(gettext_lazy("Paragraph numbers"), 16),
    Column(gettext_lazy("Programme"), 34),
    Column(gettext_lazy("What happens"), 16),
    Column(gettext_lazy("Row"), 40),
    Column(gettext_lazy("Field"), 30),
    Column(gettext_lazy("Was"), 40),
    Column(gettext_lazy("Became"), 40),
)


class TooLong(Exception):
    """More than a PDF is for."""


def record_pdf(filters: RecordFilters, *, address: str, on: date) -> bytes:
    """The bytes, kept until a revision is approved or the day ends. Raises TooLong, Busy."""
    key = _key(filters, address, on)
    kept: bytes | None = cache.get(key)
    if kept is None:
        kept = pdf_of_page(record_html(filters, address=address, on=on), style=STYLE)
        cache.set(key, kept, KEPT_SECONDS)
    return kept


def is_kept(filters: RecordFilters, *, address: str, on: date) -> bool:
    return _key(filters, address, on) in cache


def record_html(filters: RecordFilters, *, address: str, on: date) -> str:
    language = current_language()
    context = {
        "records": _bounded(in_parts(recorded_revisions(filters), filters)),
        "filters": told(filters),
        "made": format_date(on, language),
        "address": address,
        "language": language,
    }
    return render_to_string("programs/change_record_paper.html", context)


def told(filters: RecordFilters) -> list[tuple[str | Promise, wording.Text]]:
    """What narrows the record, in words; all of it where nothing does."""
    language = current_language()
    programme = filters.programme
    facts: list[tuple[str | Promise, wording.Text]] = []
    if programme:
        name = wording.localized({k: getattr(programme, f"name_{k}") for k in ("kk", "ru", "en")})
        facts.append((_("Programme"), wording.joined([programme.paragraph, name], " ")))
    if filters.since:
        facts.append((_("In force from, not before"), format_date(filters.since, language)))
    if filters.until:
        facts.append((_("In force from, not after"), format_date(filters.until, language)))
    return facts


def record_rows(filters: RecordFilters) -> Iterator[list[Value]]:
    """A row for every field that changes, in COLUMNS; a revision without one has its own."""
    for record in in_parts(recorded_revisions(filters), filters):
        head = _head(record.revision)
        told_rows = list(_told(record))
        yield from ([*head, *row] for row in told_rows or [_summary(record.revision)])


def _told(record: RecordedRevision) -> Iterator[list[Value]]:
    for line in record.lines:
        place = [line.paragraphs, wording.plain(line.heading)]
        for change in line.changes:
            titles = ", ".join(wording.plain(title) for title in change.titles)
            for field in change.fields:
                was = (
                    _("not in the portal") if record.is_source and change.kind == "restated" else ""
                )
                texts = [wording.plain(field.old) or was, wording.plain(field.new)]
                yield [*place, change.kind_label, titles, str(field.label), *texts]


def _head(revision: Revision) -> list[Value]:
    return [revision.number, revision.decision, revision.decided, revision.effective_from]


def _summary(revision: Revision) -> list[Value]:
    return ["", "", _("no row of terms changes"), "", "", "", wording.plain(_words_of(revision))]


def _words_of(revision: Revision) -> wording.Text:
    return wording.localized(revision.summary)


def _bounded(records: Iterable[RecordedRevision]) -> list[RecordedRevision]:
    kept, rows = [], 0
    for record in records:
        rows += record.row_count
        if rows > MOST_ROWS:
            raise TooLong
        kept.append(record)
    return kept


def _key(filters: RecordFilters, address: str, on: date) -> str:
    latest = Revision.objects.latest_approved()
    programme = filters.programme
    asked = (
        (latest.pk, latest.number) if latest else None,
        current_language(),
        (programme.pk, programme.paragraph) if programme else None,
        (filters.since, filters.until),
        (address, on),
    )
    return f"change-record-pdf-{hashlib.sha256(repr(asked).encode()).hexdigest()}"
