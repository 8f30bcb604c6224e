"""What the history says of hearings, appeals and reopenings, from the events' details."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from applications.appeals import AppealOutcome
from applications.models import CaseEvent, CaseState, EventKind
from applications.reopenings import ReopeningGround
from languages.amounts import format_date
from languages.text import current_language

Details = dict[str, Any]


def after_decision_words(event: CaseEvent) -> list[str]:
    """Lines before the person's own words; none for other events."""
    says = {
        EventKind.REFUSAL_ANNOUNCED: _announced,
        EventKind.APPEAL_NOTED: _appealed,
        EventKind.APPEAL_DECIDED: _appeal_ended,
        EventKind.REOPENING_PROPOSED: _reopening,
        EventKind.REOPENED: _reopening,
    }.get(EventKind(event.kind))
    return says(event.details) if says else []


def _announced(details: Details) -> list[str]:
    return [_("The applicant may answer until %(day)s.") % {"day": _day(details["answer_until"])}]


def _appealed(details: Details) -> list[str]:
    return [
        _("Appealed on %(day)s to: %(addressee)s")
        % {"day": _day(details["appealed_on"]), "addressee": details["addressed_to"]}
    ]


def _appeal_ended(details: Details) -> list[str]:
    outcome = AppealOutcome(details["outcome"]).label
    return [f"{outcome}, {_day(details['decided_on'])}"]


def _reopening(details: Details) -> list[str]:
    return [
        str(ReopeningGround(details["ground"]).label),
        _("Act: %(citation)s") % {"citation": details["citation"]},
        _("The case goes to: %(state)s") % {"state": CaseState(details["to"]).label},
    ]


def _day(iso: str) -> str:
    return format_date(date.fromisoformat(iso), current_language())
