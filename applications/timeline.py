"""The history of a case as its readers see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Role
from applications.after_decision_words import after_decision_words
from applications.assignment_words import Names, assignment_words, people_named
from applications.models import Case, CaseEvent, CaseState, EventKind
from applications.refusal_grounds import ground_title
from applications.remarks import remark_title
from languages.text import current_language, in_language
from notices.models import Notice

# Words of officers to each other are not the applicant's letters.
BETWEEN_STAFF = (
    EventKind.TAKEN_OVER,
    EventKind.ASSIGNED,
    EventKind.REASSIGNED,
    EventKind.RELEASED,
    EventKind.HANDED_OVER,
    EventKind.CONCLUDED,
    EventKind.REMITTED,
    EventKind.REOPENING_PROPOSED,
    EventKind.REOPENING_REJECTED,
)
# The note on an approval is for the file only.
WORDS_BETWEEN_STAFF = (*BETWEEN_STAFF, EventKind.APPROVED)
CONCLUSIONS: dict[bool, str | Promise] = {
    True: gettext_lazy("In favour"),
    False: gettext_lazy("Against"),
}


@dataclass(frozen=True)
class TimelineEntry:
    """``state`` is the component's: returned, approved, refused, withdrawn or none.

    ``lines`` are the portal's words; ``language`` is that of the paragraphs and remarks,
    which people wrote, empty where nobody said it. ``hash`` chains it to the event before.
    """

    ordinal: int
    kind: str
    what: str
    when: datetime
    who: str
    lines: list[str]
    paragraphs: list[str]
    remarks: list[tuple[str | Promise, str]]
    notice: Notice | None
    state: str
    language: str
    hash: str


def timeline(case: Case, *, for_staff: bool) -> list[TimelineEntry]:
    """Newest first, in two queries. Staff also read conclusions and see people's names."""
    return timeline_of(events_of(case), for_staff=for_staff)


def events_of(case: Case) -> list[CaseEvent]:
    """Oldest first, with all that a timeline tells of them."""
    events = case.events.select_related("user", "membership__organisation", "notice")
    return list(events.order_by("ordinal"))


def timeline_of(events: Sequence[CaseEvent], *, for_staff: bool) -> list[TimelineEntry]:
    names = people_named(events) if for_staff else {}
    return [_entry(event, for_staff, names) for event in reversed(events)]


def _entry(event: CaseEvent, for_staff: bool, names: Names) -> TimelineEntry:
    return TimelineEntry(
        ordinal=event.ordinal,
        kind=event.kind,
        what=event.get_kind_display(),
        when=event.at,
        who=_who(event, for_staff),
        lines=_lines(event, for_staff, names),
        paragraphs=_paragraphs(event, for_staff),
        remarks=_remarks(event),
        notice=event.notice,
        state=_shape(event.to_state),
        language=event.details.get("written_in", ""),
        hash=event.hash,
    )


def _who(event: CaseEvent, for_staff: bool) -> str:
    organisation = in_language(event.membership.organisation, "name").text
    named = for_staff or event.membership.role == Role.APPLICANT
    return f"{event.user.shown_name}, {organisation}" if named else organisation


def _lines(event: CaseEvent, for_staff: bool, names: Names) -> list[str]:
    if event.kind in BETWEEN_STAFF and not for_staff:
        return []
    in_favour: Any = event.details.get("in_favour")
    opinion = [str(CONCLUSIONS[in_favour])] if in_favour is not None else []
    return [*opinion, *after_decision_words(event), *assignment_words(event, names)]


def _paragraphs(event: CaseEvent, for_staff: bool) -> list[str]:
    if event.kind in WORDS_BETWEEN_STAFF and not for_staff:
        return []
    return [event.reason] if event.reason else []


def _remarks(event: CaseEvent) -> list[tuple[str | Promise, str]]:
    if grounds := event.details.get("grounds"):
        language = current_language()
        return [(ground_title(ground, language), ground["text"]) for ground in grounds]
    documents = event.details.get("documents", {})
    remarks = event.details.get("remarks", {})
    answers = event.details.get("answers", {})
    return [
        *((remark_title(code, documents), text) for code, text in remarks.items()),
        *((_answer_title(code, documents), text) for code, text in answers.items()),
    ]


def _answer_title(code: str, documents: dict[str, Any]) -> str:
    return _("Answer to the remark on: %(title)s") % {"title": remark_title(code, documents)}


def _shape(state: str) -> str:
    shapes = {CaseState.RETURNED: "returned", CaseState.APPROVED: "approved"}
    shapes |= {CaseState.REFUSED: "refused", CaseState.WITHDRAWN: "withdrawn"}
    return shapes.get(CaseState(state), "")
