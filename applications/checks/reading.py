"""Findings as they are read: codes and values turned to words in the page's language."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from applications.checks.applicant_wording import APPLICANT_ADVICE, STAFF_ONLY_VALUES
from applications.checks.finding import Outcome, Source
from applications.checks.wording import LABELS, MESSAGES, OUTCOMES, SURENESS, TITLES, Text
from applications.forms.contract import INSURANCE_INSTRUMENTS
from applications.forms.financing import FINANCING_KINDS
from applications.forms.parties import LENDER_KINDS
from applications.models import DocumentKind
from languages.amounts import format_amount, format_date, format_percent
from languages.choices import country_name
from languages.text import current_language

SHAPES = {
    Outcome.FAIL: "failed",
    Outcome.UNKNOWN: "near",
    Outcome.WARNING: "waiting",
    Outcome.PASS: "passed",
}
ORDER_OF_READING = (Outcome.FAIL, Outcome.UNKNOWN, Outcome.WARNING, Outcome.PASS)
CODE_NAMES: dict[str, dict[str, Any]] = {
    "lender_kind": dict(LENDER_KINDS),
    "financing_kind": dict(FINANCING_KINDS),
    "insurance_instrument": dict(INSURANCE_INSTRUMENTS),
    "missing_document": dict(DocumentKind.choices),
}


@dataclass(frozen=True)
class ShownSource:
    act: str
    paragraph: str
    annex: str
    words: str
    effective_from: date | None
    sureness: Text
    verified: bool


@dataclass(frozen=True)
class ShownFinding:
    rule: str
    outcome: str
    outcome_name: Text
    title: Text
    message: Text
    advice: Text
    state: str
    source: ShownSource
    values: list[tuple[Text, str]]


def read_findings(
    findings: Iterable[dict[str, Any]], *, for_applicant: bool = False
) -> list[ShownFinding]:
    """Stored findings in words, failed ones first, each group in the rules' order."""
    shown = [_shown(finding, for_applicant) for finding in findings]
    return sorted(shown, key=lambda finding: ORDER_OF_READING.index(Outcome(finding.outcome)))


def values_for(finding: dict[str, Any], *, for_applicant: bool) -> list[dict[str, Any]]:
    """What was compared, as far as the reader may know it."""
    hidden = STAFF_ONLY_VALUES if for_applicant else frozenset()
    return [one for one in finding["values"] if one and one["label"] not in hidden]


def read_values(finding: dict[str, Any], *, for_applicant: bool = False) -> list[tuple[Text, str]]:
    """What was compared, each value by its name."""
    shown = values_for(finding, for_applicant=for_applicant)
    return [(LABELS[value["label"]], _value(value)) for value in shown]


def _shown(finding: dict[str, Any], for_applicant: bool) -> ShownFinding:
    rule, outcome = finding["rule"], finding["outcome"]
    message, advice = MESSAGES[rule, finding["reason"]]
    if for_applicant and advice:
        advice = APPLICANT_ADVICE[rule, finding["reason"]]
    return ShownFinding(
        rule=rule,
        outcome=outcome,
        outcome_name=OUTCOMES[outcome],
        title=TITLES[rule],
        message=message,
        advice=advice,
        state=SHAPES[Outcome(outcome)],
        source=_source(finding["source"]),
        values=read_values(finding, for_applicant=for_applicant),
    )


def read_source(source: Source) -> ShownSource:
    """A place that is not of a stored finding, in the same words."""
    return _source(asdict(source))


def _source(source: dict[str, Any]) -> ShownSource:
    day = source["effective_from"]
    return ShownSource(
        act=source["act"],
        paragraph=source["paragraph"],
        annex=source["annex"],
        words=source["words"],
        effective_from=date.fromisoformat(day) if day else None,
        sureness=SURENESS[source["sure"]],
        verified=source["verified"],
    )


def _value(value: dict[str, Any]) -> str:
    raw, language = value["value"], current_language()
    match value["kind"]:
        case "money":
            return format_amount(Decimal(raw), value["currency"], language)
        case "percent":
            return format_percent(Decimal(raw), language)
        case "date":
            return format_date(date.fromisoformat(raw), language)
        case "country":
            return country_name(raw)
        case "code":
            return str(CODE_NAMES[value["label"]].get(raw, raw))
    return str(raw)
