"""What the JSON API says of a case; the schemas of what answers elsewhere."""

from typing import Any

from rest_framework import serializers

from applications.checks.finding import Outcome
from applications.deadlines.clocks import Clock, Stage
from applications.deadlines.wording import line_of, stage_name
from applications.models import Case, CaseState, EventKind, WhyChecked
from applications.timeline import TimelineEntry
from languages.api_fields import (
    CodeOut,
    DayOut,
    FlagOut,
    MomentOut,
    TextOut,
    WholeNumberOut,
)


class ClockAnswer(serializers.Serializer):
    stage = CodeOut(Stage)
    stage_name = TextOut()
    began = DayOut()
    day = WholeNumberOut()
    days = WholeNumberOut(allow_null=True)
    paused_days = WholeNumberOut()
    stands_still = FlagOut()
    due = DayOut(allow_null=True)
    overdue = FlagOut()
    line = TextOut()


class CaseAnswer(serializers.Serializer):
    number = TextOut()
    organisation = TextOut()
    state = CodeOut(CaseState.values)
    state_name = TextOut()
    first_submitted_at = MomentOut()
    submitted_at = MomentOut()
    decided_at = MomentOut(allow_null=True)
    due_on = DayOut(allow_null=True)
    clock = ClockAnswer(allow_null=True)


class FindingSource(serializers.Serializer):
    act = TextOut()
    paragraph = TextOut()
    annex = TextOut()
    words = TextOut()
    standing = TextOut()
    in_force_from = DayOut(allow_null=True)
    verified = FlagOut()


class FindingValue(serializers.Serializer):
    label = TextOut()  # type: ignore[assignment]
    name = TextOut()
    kind = TextOut()
    value = TextOut()


class FindingAnswer(serializers.Serializer):
    rule = TextOut()
    title = TextOut()
    outcome = CodeOut(Outcome)
    outcome_name = TextOut()
    reason = TextOut()
    message = TextOut()
    what_to_do = TextOut()
    source = FindingSource()  # type: ignore[assignment]
    values = FindingValue(many=True)


class FindingsAnswer(serializers.Serializer):
    """The schema of ``findings_as_data``."""

    case = TextOut()
    submission = WholeNumberOut()
    ran_at = MomentOut()
    why = CodeOut(WhyChecked.values)
    changed_values = serializers.ListField(child=TextOut())
    sha256 = TextOut()
    findings = FindingAnswer(many=True)


class RemarkAnswer(serializers.Serializer):
    title = TextOut()
    text = TextOut()


class EntryAnswer(serializers.Serializer):
    ordinal = WholeNumberOut()
    kind = CodeOut(EventKind.values)
    what = TextOut()
    at = MomentOut()
    who = TextOut()
    lines = serializers.ListField(child=TextOut())
    paragraphs = serializers.ListField(child=TextOut())
    remarks = RemarkAnswer(many=True)
    notice = TextOut(allow_null=True)


class TimelineAnswer(serializers.Serializer):
    number = TextOut()
    entries = EntryAnswer(many=True)


def case_as_dict(case: Case, clock: Clock | None) -> dict[str, Any]:
    return {
        "number": case.number,
        "organisation": case.organisation.business_number,
        "state": case.state,
        "state_name": case.get_state_display(),
        "first_submitted_at": _iso(case.first_submitted_at),
        "submitted_at": _iso(case.submitted_at),
        "decided_at": _iso(case.decided_at),
        "due_on": _iso(case.due_on),
        "clock": None if clock is None else _clock(clock),
    }


def _clock(clock: Clock) -> dict[str, Any]:
    return {
        "stage": clock.stage.value,
        "stage_name": stage_name(clock.stage),
        "began": clock.began.isoformat(),
        "day": clock.day,
        "days": clock.days,
        "paused_days": clock.paused_days,
        "stands_still": clock.stands_still,
        "due": _iso(clock.due),
        "overdue": clock.is_overdue,
        "line": line_of(clock),
    }


def entry_as_dict(entry: TimelineEntry) -> dict[str, Any]:
    return {
        "ordinal": entry.ordinal,
        "kind": entry.kind,
        "what": entry.what,
        "at": entry.when.isoformat(),
        "who": entry.who,
        "lines": [str(line) for line in entry.lines],
        "paragraphs": list(entry.paragraphs),
        "remarks": [{"title": str(title), "text": text} for title, text in entry.remarks],
        "notice": entry.notice.number if entry.notice else None,
    }


def _iso(moment: Any) -> str | None:
    return None if moment is None else moment.isoformat()
