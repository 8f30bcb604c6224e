"""What the pages about a breach say: time limits with their derivation, the next step."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Membership, Role
from languages.amounts import format_date
from languages.text import current_language
from norms.working_days import WorkingCalendar
from prudential.breach_deadlines import Deadline, DeadlineKind, deadlines_of
from prudential.breach_reminders import received_on
from prudential.models import Breach, BreachState, EventKind, PrudentialEvent, RatioResult
from prudential.plan_content import minimum_months
from prudential.shown_results import ShownResult

TAG_STATES = {
    BreachState.PLAN_DUE: "breached",
    BreachState.FILED: "submitted",
    BreachState.REMARKS: "returned",
    BreachState.REVISED: "submitted",
    BreachState.OBJECTED: "review",
    BreachState.APPROVED: "approved",
    BreachState.FULFILLED: "done",
    BreachState.CORRECTED: "withdrawn",
}
EVENT_STATES = {
    EventKind.OPENED: "bad",
    EventKind.REOPENED: "bad",
    EventKind.APPROVED: "good",
    EventKind.FULFILLED: "good",
    EventKind.REMARKED: "waiting",
}


@dataclass(frozen=True)
class ShownDeadline:
    deadline: Deadline
    title: str
    derivation: str
    state: str
    mark: str

    @property
    def is_overdue(self) -> bool:
        return self.state == "error"


@dataclass(frozen=True)
class ShownBreach:
    """A breach with what its lists and pages say about it on a day."""

    breach: Breach
    deadlines: list[ShownDeadline]
    back: RatioResult | None

    @property
    def share(self) -> ShownResult:
        return ShownResult(self.breach.result)

    @property
    def state(self) -> str:
        return TAG_STATES[BreachState(self.breach.state)]

    @property
    def next_deadline(self) -> ShownDeadline | None:
        """The earliest duty that still waits."""
        waiting = [shown for shown in self.deadlines if shown.deadline.is_waiting]
        return min(waiting, key=lambda shown: shown.deadline.due, default=None)

    def due_of(self, kind: DeadlineKind) -> date | None:
        found = (s.deadline.due for s in self.deadlines if s.deadline.kind == kind)
        return next(found, None)


def shown_breach(
    breach: Breach, back: RatioResult | None, *, today: date, calendar: WorkingCalendar
) -> ShownBreach:
    """``breach`` comes with its result and prefetched plans."""
    deadlines = deadlines_of(breach, received_on(breach), back)
    listed = [_shown(deadline, today, calendar) for deadline in deadlines]
    return ShownBreach(breach, listed, back)


def _shown(deadline: Deadline, today: date, calendar: WorkingCalendar) -> ShownDeadline:
    state, mark = _mark(deadline, today)
    return ShownDeadline(
        deadline, _title(deadline.kind), _derivation(deadline, calendar), state, mark
    )


def _title(kind: DeadlineKind) -> str:
    titles = {
        DeadlineKind.PLAN: _("The organisation files the action plan"),
        DeadlineKind.ANSWER: _("The regulator answers the plan"),
        DeadlineKind.APPROVAL: _("The plan is approved"),
        DeadlineKind.RETURN_NOTICE: _("The organisation gives notice that the share is back"),
    }
    return titles[kind]


def _derivation(deadline: Deadline, calendar: WorkingCalendar) -> str:
    """How the day is counted, and how many free days lie in between."""
    start = format_date(deadline.counted_from, current_language())
    if deadline.kind == DeadlineKind.RETURN_NOTICE:
        return ngettext(
            "%(count)s calendar day after the period that ended on %(day)s",
            "%(count)s calendar days after the period that ended on %(day)s",
            deadline.count,
        ) % {"count": deadline.count, "day": start}
    counted = _working_days(deadline) % {"count": deadline.count, "day": start}
    worked = calendar.working_days_between(deadline.counted_from, deadline.due)
    free = (deadline.due - deadline.counted_from).days - worked
    if free == 0:
        return counted
    skipped = ngettext(
        "%(count)s free day in between is not counted",
        "%(count)s free days in between are not counted",
        free,
    ) % {"count": free}
    return f"{counted}; {skipped}"


def _working_days(deadline: Deadline) -> str:
    if deadline.kind == DeadlineKind.ANSWER:
        return ngettext(
            "%(count)s working day after the plan was received on %(day)s",
            "%(count)s working days after the plan was received on %(day)s",
            deadline.count,
        )
    return ngettext(
        "%(count)s working day after the reporting date, %(day)s",
        "%(count)s working days after the reporting date, %(day)s",
        deadline.count,
    )


def _mark(deadline: Deadline, today: date) -> tuple[str, str]:
    if deadline.met_on is not None:
        told = {"day": format_date(deadline.met_on, current_language(), "short")}
        if deadline.was_late:
            return "waiting", _("Done late, on %(day)s") % told
        return "done", _("Done on %(day)s") % told
    if deadline.lapsed:
        return "blocked", _("No longer due")
    if deadline.is_overdue(today):
        return "error", _("Overdue")
    return ("waiting", _("Due today")) if today == deadline.due else ("todo", _("To be done"))


def next_step(shown: ShownBreach, membership: Membership) -> dict[str, str]:
    """Title, sentence and kind of what the person's side does next."""
    if shown.breach.state == BreachState.CORRECTED:
        return _step("good", _("Nothing is owed"), _("A corrected register is within the limit."))
    if shown.breach.state == BreachState.FULFILLED:
        return _step("good", _("The matter is closed"), _("The notice of return was given."))
    if membership.role == Role.SUPERVISOR:
        return _supervisors_step(shown)
    return _reporters_step(shown)


def plan_words(breach: Breach) -> str:
    """What a plan must hold, its shortest term as the act sets it."""
    months = minimum_months(breach.reporting_date)
    if months is None:
        return _("Measures, their order and time limits, and a manager for every point.")
    return ngettext(
        "For at least %(count)s month: measures, their order and time limits, and a responsible"
        " manager for every point.",
        "For at least %(count)s months: measures, their order and time limits, and a responsible"
        " manager for every point.",
        months,
    ) % {"count": months}


def _reporters_step(shown: ShownBreach) -> dict[str, str]:
    state = shown.breach.state
    if state == BreachState.PLAN_DUE:
        return _step(
            "bad",
            _("File the action plan"),
            plan_words(shown.breach),
            shown.due_of(DeadlineKind.PLAN),
        )
    if state == BreachState.REMARKS:
        return _step(
            "waiting",
            _("Revise the plan, or object to the remarks"),
            _("The act sets no separate time for it, but one for the approval."),
            shown.due_of(DeadlineKind.APPROVAL),
        )
    if shown.back is not None:
        return _step(
            "waiting",
            _("Give notice that the share is back"),
            _("A later register shows it at or below the limit."),
            shown.due_of(DeadlineKind.RETURN_NOTICE),
        )
    if state == BreachState.APPROVED:
        return _step(
            "good",
            _("Carry the plan out"),
            _("When a later register shows the share at or below the limit, give notice here."),
        )
    return _step(
        "waiting",
        _("The regulator has the plan"),
        _("You are told as soon as it answers."),
        shown.due_of(DeadlineKind.ANSWER),
    )


def _supervisors_step(shown: ShownBreach) -> dict[str, str]:
    state = shown.breach.state
    if state == BreachState.PLAN_DUE:
        return _step(
            "waiting",
            _("The plan is awaited"),
            _("The organisation was told of the breach and its time limits."),
            shown.due_of(DeadlineKind.PLAN),
        )
    if state == BreachState.REMARKS:
        return _step(
            "waiting",
            _("The organisation has your remarks"),
            _("It revises the plan or objects."),
            shown.due_of(DeadlineKind.APPROVAL),
        )
    if state == BreachState.APPROVED:
        return _step(
            "good",
            _("The plan is being carried out"),
            _("The organisation gives notice when the share is back."),
        )
    return _step(
        "bad",
        _("Approve the plan, or send remarks"),
        _("Either goes to the organisation in writing, as a letter of the portal."),
        shown.due_of(DeadlineKind.ANSWER) or shown.due_of(DeadlineKind.APPROVAL),
    )


def _step(kind: str, title: str, text: str, due: date | None = None) -> dict[str, str]:
    if due is not None:
        until = _("Until %(day)s.") % {"day": format_date(due, current_language())}
        text = f"{text} {until}"
    return {"kind": kind, "title": title, "text": text}


def timeline(breach: Breach) -> list[dict[str, Any]]:
    """The breach's history, newest first, with its letters."""
    related = ("membership__user", "membership__organisation", "notice")
    return [_entry(event) for event in breach.events.select_related(*related).order_by("-ordinal")]


def _entry(event: PrudentialEvent) -> dict[str, Any]:
    return {
        "what": event.get_kind_display(),
        "when": event.at,
        "who": str(event.membership.user) if event.membership else _("the portal"),
        "text": event.reason,
        "notice": event.notice,
        "state": EVENT_STATES.get(EventKind(event.kind), ""),
    }
