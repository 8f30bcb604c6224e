"""The record of changes in the shape of the terms' own table.

A revision has a line for every paragraph it touches; a line says, place by place, what
was there and what came. Rows that change alike are told once.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.core.cache import cache
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from languages.text import in_language, with_lang
from programs import wording
from programs.changes import Record, ShownChange, ShownRowChange, changes_of, stated, title_of
from programs.general_conditions import conditions_on, glossary
from programs.models import Programme, Revision, TermsRow
from programs.recorded_changes import RecordedChanges, RecordedProgramme, recorded_of

KEPT_SECONDS = 60 * 60
# Rows of one revision are some hundred and forty: so many revisions are read at a time.
AT_A_TIME = 10
# A longer line is broken across pages: a renderer that cannot keep it drops the headings.
KEPT_FIELDS, KEPT_LETTERS = 12, 900

KINDS: dict[str, Promise] = {
    "changed": gettext_lazy("changed"),
    "added": gettext_lazy("added"),
    "removed": gettext_lazy("removed"),
    "restated": gettext_lazy("worded anew"),
}
LINE_LABELS: dict[str, Promise] = {
    "purpose": gettext_lazy("Purpose"),
    "amount": gettext_lazy("Amount"),
    "rate": gettext_lazy("Rate a year"),
    "term": gettext_lazy("Term"),
    "conditions": gettext_lazy("Conditions"),
}


@dataclass(frozen=True)
class Change:
    """What happens to the places named by ``titles``; ``kind`` is one of KINDS."""

    kind: str
    titles: tuple[wording.Text, ...]
    fields: tuple[ShownChange, ...]

    @property
    def kind_label(self) -> str:
        return str(KINDS[self.kind])


@dataclass(frozen=True)
class Line:
    paragraphs: str
    heading: wording.Text
    changes: tuple[Change, ...]

    @property
    def is_short(self) -> bool:
        """Surely short enough to stand on a third of a page of paper."""
        fields = [field for change in self.changes for field in change.fields]
        texts = [str(text) for field in fields for text in (field.old, field.new)]
        return len(fields) <= KEPT_FIELDS and sum(map(len, texts)) <= KEPT_LETTERS


@dataclass(frozen=True)
class RecordedRevision:
    """``is_source`` where the revision came as a whole and what was before is not known."""

    revision: Revision
    lines: tuple[Line, ...]
    is_source: bool

    @property
    def row_count(self) -> int:
        """Places told of, the revision's own line included."""
        return 1 + sum(max(1, len(c.fields)) for line in self.lines for c in line.changes)

    @property
    def line_count(self) -> int:
        return 1 + len(self.lines)


@dataclass(frozen=True)
class RecordFilters:
    """Days are those of effect, both included; None is no limit."""

    programme: Programme | None = None
    since: date | None = None
    until: date | None = None


def recorded_revisions(filters: RecordFilters) -> QuerySet[Revision]:
    """The approved revisions that the filters leave, newest first."""
    found = Revision.objects.approved().select_related("base", "undoes")
    if filters.since:
        found = found.filter(effective_from__gte=filters.since)
    if filters.until:
        found = found.filter(effective_from__lte=filters.until)
    if filters.programme:
        found = found.filter(pk__in=_touching(filters.programme))
    return found.order_by("-effective_from")


def in_parts(revisions: QuerySet[Revision], filters: RecordFilters) -> Iterator[RecordedRevision]:
    """The same as ``record_of``, with the rows of a few revisions in memory at a time."""
    listed = list(revisions)
    for start in range(0, len(listed), AT_A_TIME):
        yield from record_of(listed[start : start + AT_A_TIME], filters)


def record_of(
    revisions: Iterable[Revision], filters: RecordFilters | None = None
) -> list[RecordedRevision]:
    """The lines of each revision; with a programme only that programme's."""
    programme = filters.programme if filters else None
    listed = list(revisions)
    source_rows = _source_rows(listed, programme)
    return [
        RecordedRevision(
            record.revision,
            tuple(_source_lines(record.revision, source_rows, programme) or _lines(record)),
            is_source=record.revision.base_id is None,
        )
        for record in changes_of(listed, programme)
    ]


def _touching(programme: Programme) -> list[int]:
    """Approved revisions that change the programme's terms; known until the next approval."""
    latest = Revision.objects.latest_approved()
    key = f"change-record-{programme.pk}-{latest.pk if latest else 0}"
    kept: list[int] | None = cache.get(key)
    if kept is None:
        kept = _find_touching(programme)
        cache.set(key, kept, KEPT_SECONDS)
    return kept


def _find_touching(programme: Programme) -> list[int]:
    revisions = Revision.objects.approved().select_related("base")
    every = in_parts(revisions.order_by("effective_from"), RecordFilters(programme))
    return [one.revision.pk for one in every if one.lines]


def _lines(record: Record) -> Iterator[Line]:
    for programme, changes in groupby(record.changes, key=lambda change: change.programme):
        yield Line(programme.paragraph, programme_name(programme), _told_once(changes))


def programme_name(programme: Programme) -> wording.Text:
    return with_lang(*in_language(programme, "name"))


def _told_once(changes: Iterable[ShownRowChange]) -> tuple[Change, ...]:
    """Rows whose fields change alike, under one another's titles."""
    alike: dict[tuple[str, ...], list[ShownRowChange]] = {}
    for change in changes:
        told = [str(text) for field in change.fields for text in field]
        alike.setdefault((change.kind, *told), []).append(change)
    return tuple(
        Change(same[0].kind, tuple(change.title for change in same), same[0].fields)
        for same in alike.values()
    )


def _source_rows(
    revisions: Sequence[Revision], programme: Programme | None
) -> dict[int, list[TermsRow]]:
    """Rows that the source's own revisions restate or add, by revision."""
    found: dict[int, list[TermsRow]] = {}
    for revision in revisions:
        recorded = recorded_of(revision)
        if recorded is None:
            continue
        touched = {one.paragraph for one in recorded.programmes}
        if programme:
            touched &= {programme.paragraph}
        rows = revision.rows.filter(programme__paragraph__in=touched)
        found[revision.pk] = list(rows.select_related("programme"))
    return found


def _source_lines(
    revision: Revision, rows: dict[int, list[TermsRow]], programme: Programme | None
) -> Iterator[Line] | None:
    recorded = recorded_of(revision)
    if recorded is None:
        return None
    return _recorded_lines(recorded, rows[revision.pk], revision, with_terms=programme is None)


def _recorded_lines(
    recorded: RecordedChanges, rows: list[TermsRow], revision: Revision, *, with_terms: bool
) -> Iterator[Line]:
    if with_terms and recorded.terms:
        heading = _("Terms and abbreviations")
        yield Line(", ".join(recorded.terms), heading, _new_terms(recorded.terms))
    for one in recorded.programmes:
        own = [row for row in rows if row.programme.paragraph == one.paragraph]
        if own:
            changes = _added(own) if one.kind == "added" else (_restated(one, own, revision),)
            yield Line(one.paragraph, programme_name(own[0].programme), changes)


def _new_terms(paragraphs: Iterable[str]) -> tuple[Change, ...]:
    terms = {term.paragraph: term for term in glossary()}
    label = _("Meaning")
    return tuple(
        Change(
            "added",
            (format_html("{} {}", paragraph, with_lang(terms[paragraph].term, "ru")),),
            (ShownChange(label, "", wording.localized(dict(terms[paragraph].definition))),),
        )
        for paragraph in paragraphs
    )


def _added(rows: Iterable[TermsRow]) -> tuple[Change, ...]:
    return tuple(Change("added", (title_of(row),), stated(row, before=False)) for row in rows)


def _restated(one: RecordedProgramme, rows: list[TermsRow], revision: Revision) -> Change:
    fields = tuple(
        ShownChange(LINE_LABELS[line], "", _line_text(line, one, rows, revision))
        for line in one.lines
    )
    return Change("restated", (), fields)


def _line_text(
    line: str, one: RecordedProgramme, rows: list[TermsRow], revision: Revision
) -> wording.Text:
    if line == "purpose":
        return wording.localized(rows[0].programme.purpose_text)
    texts: dict[wording.Text, list[str]] = {}
    for row in rows:
        texts.setdefault(_row_text(line, row), []).append(title_of(row))
    items = [_under(titles, text, len(texts)) for text, titles in texts.items() if text]
    if line == "amount":
        items += _condition_texts(one, revision)
    return _listed(items)


def _row_text(line: str, row: TermsRow) -> wording.Text:
    if line == "amount":
        return wording.amount_text(row)
    if line == "conditions":
        return wording.field_text(row, "conditions")
    if line == "term":
        end = wording.end_borrower_term_text(row)
        told = _("for the end borrower %(term)s") % {"term": end} if end else ""
        return wording.joined([wording.term_text(row), told], "; ")
    limits = [format_html("{} {}", fact.key, fact.value) for fact in wording.limit_facts(row)]
    return wording.joined([wording.rate_text(row), *limits], "; ")


def _under(titles: list[str], text: wording.Text, different: int) -> wording.Text:
    return text if different == 1 else format_html("{}: {}", ", ".join(titles), text)


def _condition_texts(one: RecordedProgramme, revision: Revision) -> list[wording.Text]:
    edition = conditions_on(revision.effective_from or date.min)
    found = edition.conditions if edition else {}
    return [wording.localized(dict(found[code].text)) for code in one.conditions if code in found]


def _listed(items: list[wording.Text]) -> wording.Text:
    if len(items) < 2:
        return wording.joined(items, "")
    inner = format_html_join("", "<li>{}</li>", ((item,) for item in items))
    return format_html('<ul class="govuk-list govuk-list--bullet">{}</ul>', inner)
