"""The hearing before a refusal: whether it is in force, and until when one may answer."""

from dataclasses import dataclass
from datetime import date

from applications.models import Case, CaseEvent, CaseState, EventKind, HearingSetting
from applications.refusal_grounds import StatedGround
from norms.working_days import WorkingCalendar


def hearing_in_force(on: date) -> HearingSetting | None:
    """The setting of a day; None where a refusal needs no hearing."""
    return HearingSetting.objects.in_force(on).first()


def last_day_to_answer(calendar: WorkingCalendar, *, announced_on: date, days: int) -> date:
    """The day of the letter is day 0; the last day belongs to the applicant whole."""
    return calendar.add_working_days(announced_on, days)


def is_over(case: Case, *, on: date) -> bool:
    """The applicant has answered, or the last day has passed."""
    return case.answered_at is not None or (
        case.answer_until is not None and on > case.answer_until
    )


def announcement(case: Case) -> CaseEvent | None:
    """The last announcement of a refusal, if there was one."""
    announced = CaseEvent.objects.filter(case=case, kind=EventKind.REFUSAL_ANNOUNCED)
    return announced.select_related("notice").order_by("-ordinal").first()


def announced_grounds(case: Case) -> list[StatedGround]:
    event = announcement(case)
    return list(event.details["grounds"]) if event else []


def may_refuse(case: Case, *, on: date) -> bool:
    """Whether the hearing, where one is needed, is over."""
    if case.state == CaseState.HEARING:
        return is_over(case, on=on)
    return hearing_in_force(on) is None


@dataclass(frozen=True)
class Hearing:
    """A hearing that is going on, as pages tell it."""

    until: date
    is_answered: bool
    is_over: bool
    grounds: list[StatedGround]
    written_in: str


def hearing_of(case: Case, *, on: date) -> Hearing | None:
    event = announcement(case) if case.state == CaseState.HEARING else None
    if event is None or case.answer_until is None:
        return None
    return Hearing(
        until=case.answer_until,
        is_answered=case.answered_at is not None,
        is_over=is_over(case, on=on),
        grounds=list(event.details["grounds"]),
        written_in=event.details["written_in"],
    )
