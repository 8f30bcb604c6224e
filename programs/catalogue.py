"""The catalogue as it lies in ``programs/data``, put into the database once.

Only what is missing is written: a programme, revision or rate that is there, edited
since or not, is never touched, so that loading again changes nothing.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from norms.strict_yaml import read_strict
from programs.models import (
    Programme,
    ReferenceRate,
    Revision,
    RevisionEvent,
    RevisionState,
    TermsRow,
)

FOLDER = Path(__file__).resolve().parent / "data"

DECIMALS = (
    "rate_percent",
    "effective_rate_from_percent",
    "margin_cap_percent",
    "end_borrower_cap_percent",
    "end_borrower_cap_vulnerable_percent",
    "subsidised_rate_percent",
    "amount_min",
    "amount_max",
)
MONTHS = ("term_months_max", "end_borrower_term_months_max", "grace_months_max")


@dataclass(frozen=True)
class Loaded:
    """How many rows a loading wrote; all zero when everything was there."""

    programmes: int
    terms_rows: int
    reference_rates: int


def load_catalogue(folder: Path = FOLDER) -> Loaded:
    """Write what is missing of programmes, terms and rates, all or nothing."""
    files = programme_files(folder / "lending_terms")
    with transaction.atomic():
        programmes = sum(_load_programme(content, n) for n, content in enumerate(files, 1))
        rows = _load_revision(read_strict(folder / "lending_terms" / "revision_20.yaml"), files)
        rates = load_reference_rates(folder)
    return Loaded(programmes=programmes, terms_rows=rows, reference_rates=rates)


def programme_files(folder: Path) -> list[dict[str, Any]]:
    """Every programme's file, in the order of the paragraphs."""
    contents = [read_strict(path) for path in folder.glob("programme_*.yaml")]
    return sorted(contents, key=lambda content: paragraph_order(content["programme"]))


def paragraph_order(paragraph: str) -> tuple[int, ...]:
    """``50-2`` comes after ``50`` and before ``50-10``."""
    return tuple(int(part) for part in paragraph.split("-"))


def _load_programme(content: dict[str, Any], ordinal: int) -> bool:
    ended_on = content.get("ended_on")
    __, created = Programme.objects.get_or_create(
        paragraph=content["programme"],
        defaults={
            "ordinal": ordinal,
            "official_name": content.get("official_name", ""),
            **{f"name_{language}": text for language, text in content["name"].items()},
            "status": content["status"],
            "ended_on": date.fromisoformat(ended_on) if ended_on else None,
            "status_note": content.get("status_note", {}),
            "purpose_text": content.get("purpose_text", {}),
            "borrowers": content.get("borrowers", {}),
        },
    )
    return created


def _load_revision(content: dict[str, Any], files: list[dict[str, Any]]) -> int:
    """Only into a database without any approved revision: later ones stay as they are."""
    if Revision.objects.approved().exists():
        return 0
    decided = date.fromisoformat(content["decided"])
    revision = Revision.objects.create(
        number=int(content["number"]),
        decision=content["decision"],
        decided=decided,
        effective_from=date.fromisoformat(content["effective_from"]),
        summary=content["summary"],
        state=RevisionState.APPROVED,
        approved_at=timezone.make_aware(datetime.combine(decided, time(12))),
    )
    RevisionEvent.objects.create(revision=revision, kind=RevisionEvent.Kind.LOADED)
    return _load_rows(revision, files)


def _load_rows(revision: Revision, files: list[dict[str, Any]]) -> int:
    programmes = {p.paragraph: p for p in Programme.objects.all()}
    rows = [
        TermsRow(
            revision=revision,
            programme=programmes[content["programme"]],
            ordinal=ordinal,
            **row_values(row),
        )
        for content in files
        for ordinal, row in enumerate(content["rows"], 1)
    ]
    for row in rows:
        row.full_clean(validate_unique=False, validate_constraints=False)
    return len(TermsRow.objects.bulk_create(rows))


def row_values(row: dict[str, Any]) -> dict[str, Any]:
    """A row of a file as the model's fields; what the file leaves out stays unstated."""
    values = dict(row)
    for name in DECIMALS:
        if name in values:
            values[name] = Decimal(values[name])
    for name in MONTHS:
        if name in values:
            values[name] = int(values[name])
    if "rating_step" in values:
        values["rating_step"] = values["rating_step"]["code"]
    return values


@transaction.atomic
def load_reference_rates(folder: Path = FOLDER) -> int:
    """Only the published rates of the catalogue; how many were missing."""
    content = read_strict(folder / "reference_rates.yaml")
    return sum(_load_rate(series, row) for series in content["series"] for row in series["rows"])


def _load_rate(series: dict[str, Any], row: dict[str, Any]) -> bool:
    """A row that was replaced by a correction counts as there."""
    key = {
        "kind": series["kind"],
        "currency": series["currency"],
        "term_bucket": series.get("term_bucket", ""),
        "effective_from": date.fromisoformat(row["from"]),
    }
    if ReferenceRate.objects.filter(**key).exists():
        return False
    ReferenceRate.objects.create(
        **key,
        value_percent=Decimal(row["value"]),
        decided=_day(row.get("decided")),
        known_until=_day(row.get("known_until")),
        source=series["source"],
        note=row.get("note", {}),
        verified=False,
    )
    return True


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
