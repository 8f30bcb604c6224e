"""The catalogue's texts, ready to be searched: programmes, rows, instruments, words.

An index is kept by process for a revision and the programmes' names: rows of an
approved revision never change.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from norms.schema import LANGUAGES
from programs.finding.search import Document, Index, Passage
from programs.general_conditions import conditions_on, glossary
from programs.instruments.catalogue import agency_instruments
from programs.models import Programme, Revision, TermsRow

NAME, SUMMARY, DETAIL = 4, 2, 1
ROW_TEXTS = ("rate_note", "term_rule", "amount_max_rule", "collateral", "cofinancing")
Fingerprint = tuple[Any, ...]


def index_on(day: date) -> Index:
    """The texts of the terms in force on ``day``, of the instruments and the glossary."""
    revision = Revision.objects.in_force(day)
    programmes = tuple(Programme.objects.all())
    names = tuple(_fingerprint(programme) for programme in programmes)
    stamp = (revision.pk, revision.drafted_at) if revision else ()
    edition = conditions_on(day)
    return _index(revision and revision.pk, (stamp, names), edition and edition.effective_from)


@lru_cache(maxsize=4)
def _index(revision_id: int | None, stamp: Fingerprint, edition_day: date | None) -> Index:
    rows = TermsRow.objects.filter(revision_id=revision_id) if revision_id else []
    documents = (
        *_programmes(rows),
        *_instruments(),
        *_conditions(edition_day),
        *_glossary(),
    )
    return Index(documents)


def _fingerprint(programme: Programme) -> Fingerprint:
    texts = (programme.purpose_text, programme.borrowers, programme.status_note)
    names = (programme.name_kk, programme.name_ru, programme.name_en, programme.official_name)
    return (programme.pk, programme.paragraph, *names, str(texts))


def _programmes(rows: Iterable[TermsRow]) -> Iterator[Document]:
    of_programme: dict[int, list[TermsRow]] = {}
    for row in rows:
        of_programme.setdefault(row.programme_id, []).append(row)
    for programme in Programme.objects.all():
        own = of_programme.get(programme.pk, [])
        passages = [*_head(programme), *_row_passages(own)]
        yield Document("programme", programme.paragraph, tuple(dict.fromkeys(passages)))


def _head(programme: Programme) -> Iterator[Passage]:
    for language in LANGUAGES:
        name = getattr(programme, f"name_{language}")
        yield Passage(f"{programme.paragraph} {name}", language, NAME)
    if programme.official_name:
        yield Passage(programme.official_name, programme.official_name_language, NAME)
    for text in (programme.purpose_text, programme.borrowers, programme.status_note):
        yield from _passages(text, SUMMARY)


def _row_passages(rows: Iterable[TermsRow]) -> Iterator[Passage]:
    for row in rows:
        for name in ROW_TEXTS:
            yield from _passages(getattr(row, name), DETAIL)
        for condition in row.conditions:
            yield from _passages(condition, DETAIL)


def _instruments() -> Iterator[Document]:
    for one in agency_instruments():
        passages = [
            *_passages(one.name, NAME),
            Passage(one.official_name, one.official_language, NAME),
            *_passages(one.summary, SUMMARY),
            *_passages(one.purpose, SUMMARY),
            *(passage for text in one.conditions for passage in _passages(text, DETAIL)),
        ]
        yield Document("instrument", one.code, tuple(passages))


def _conditions(edition_day: date | None) -> Iterator[Document]:
    edition = conditions_on(edition_day) if edition_day else None
    for condition in edition.conditions.values() if edition else ():
        yield Document("condition", condition.code, tuple(_passages(condition.text, SUMMARY)))


def _glossary() -> Iterator[Document]:
    for term in glossary():
        passages = (Passage(term.term, "ru", NAME), *_passages(term.definition, SUMMARY))
        yield Document("glossary", term.paragraph, passages)


def _passages(text: Mapping[str, Any] | None, weight: int) -> Iterator[Passage]:
    for language in LANGUAGES:
        if text and text.get(language):
            yield Passage(str(text[language]), language, weight)
