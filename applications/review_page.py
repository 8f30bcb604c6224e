"""What an officer's page of a case shows."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Absence, Membership
from applications.answer_display import answer_cards, raw_in_words
from applications.check_panel import panel_for_staff
from applications.correspondence.links import talk_of
from applications.deadlines.wording import running, shown_clocks
from applications.differences.answers import answer_changes
from applications.differences.page import ShownDoubt, runs_of, timeline_marks
from applications.document_lines import scans_of
from applications.filing_pages import submission_panel
from applications.form_sections import SECTIONS
from applications.frozen_reference import reference_of
from applications.hearings import hearing_in_force, hearing_of, may_refuse
from applications.legal_day import legal_day
from applications.models import Case, CaseEvent, DocumentKind, Submission
from applications.permissions import Act, CasePermissions, permissions_of
from applications.review_forms import ActForm
from applications.review_queue import next_step
from applications.timeline import events_of, timeline_of

FORM_ORDER = (
    Act.TAKE,
    Act.RECOMPUTE,
    Act.CONCLUDE,
    Act.RETURN,
    Act.TAKE_OVER,
    Act.ASSIGN,
    Act.REASSIGN,
    Act.RELEASE,
    Act.APPROVE,
    Act.REMIT,
    Act.ANNOUNCE,
    Act.REFUSE,
    Act.NOTE_APPEAL,
    Act.NOTE_OUTCOME,
    Act.PROPOSE_REOPENING,
    Act.REOPEN,
    Act.REJECT_REOPENING,
)
# Why a person of the right role is not offered the act; other codes go without saying.
TELLING = ("filed_it", "concluded_it", "not_the_reviewer", "decided_before", "proposed_it")
HEADINGS: dict[Act, str | Promise] = {
    Act.TAKE: _("Take the case for review"),
    Act.TAKE_OVER: _("Take the review over"),
    Act.ASSIGN: _("Assign to an officer"),
    Act.REASSIGN: _("Assign to another officer"),
    Act.RELEASE: _("Give the case back"),
    Act.RECOMPUTE: _("Look the reference rate up again"),
    Act.CONCLUDE: _("Conclude"),
    Act.RETURN: _("Return for correction"),
    Act.APPROVE: _("Approve the subsidy"),
    Act.REMIT: _("Send back to the financial agent"),
    Act.REFUSE: _("Refuse the subsidy"),
    Act.ANNOUNCE: _("Announce an intended refusal"),
    Act.NOTE_APPEAL: _("Note an appeal"),
    Act.NOTE_OUTCOME: _("Note the outcome of the appeal"),
    Act.PROPOSE_REOPENING: _("Propose to reopen the case"),
    Act.REOPEN: _("Confirm the reopening"),
    Act.REJECT_REOPENING: _("Reject the reopening"),
}
BUTTONS: dict[Act, str | Promise] = {
    Act.TAKE: _("Take the case"),
    Act.TAKE_OVER: _("Take over"),
    Act.ASSIGN: _("Assign"),
    Act.REASSIGN: _("Assign anew"),
    Act.RELEASE: _("Give back"),
    Act.RECOMPUTE: _("Recompute"),
    Act.CONCLUDE: _("Send the conclusion to the ministry"),
    Act.RETURN: _("Return the application"),
    Act.APPROVE: _("Approve"),
    Act.REMIT: _("Send back"),
    Act.REFUSE: _("Refuse"),
    Act.ANNOUNCE: _("Tell the applicant"),
    Act.NOTE_APPEAL: _("Note the appeal"),
    Act.NOTE_OUTCOME: _("Note the outcome"),
    Act.PROPOSE_REOPENING: _("Propose the reopening"),
    Act.REOPEN: _("Confirm: reopen the case"),
    Act.REJECT_REOPENING: _("Reject"),
}


def case_context(
    case: Case,
    membership: Membership,
    *,
    version: str,
    forms: Mapping[Act, Callable[..., ActForm]],
    bound: tuple[Act, ActForm] | None,
    now: datetime,
) -> dict[str, Any]:
    """``version`` chooses a submission, the last one by default; ``bound`` is a form sent."""
    submissions = list(case.submissions.select_related("submitted_by__user").order_by("ordinal"))
    shown = _chosen(submissions, version)
    permissions = permissions_of(case, membership, on=legal_day(now))
    allowed = permissions.allowed() if permissions else frozenset()
    events = events_of(case)
    decisions = _decisions(case, allowed, forms, bound, legal_day(now), len(events))
    clocks = shown_clocks(case, now=now)
    runs = runs_of(case)
    return {
        "checks": panel_for_staff(
            shown, at=now, runs=[run for run in runs if run.submission_id == shown.pk]
        ),
        "may_recheck": shown == submissions[-1] and Act.RECHECK in allowed,
        "case": case,
        "edition": case.edition,
        "submissions": submissions,
        "submission": shown,
        "is_latest": shown == submissions[-1],
        "changes": _changes(submissions, shown),
        "panel": submission_panel(shown),
        "blocks": _blocks(shown),
        "timeline": _timeline(case, events, timeline_marks(events, submissions, runs)),
        "documents": _documents(case, shown, now),
        "clock": running(clocks),
        "clocks": clocks,
        "next_step": next_step(case, on=legal_day(now)),
        "hearing": hearing_of(case, on=legal_day(now)),
        "absence": _absence(case, legal_day(now)),
        "decisions": decisions,
        "unsent": _unsent(decisions, bound),
        "hindrance": _hindrance(permissions),
        "talk": talk_of(case, membership, reads_notes=_reads_notes(permissions)),
        "form": bound[1] if bound else None,
    }


def _reads_notes(permissions: CasePermissions | None) -> bool:
    return permissions is not None and permissions.refusal(Act.WRITE_NOTE) is None


def _absence(case: Case, on: date) -> Absence | None:
    """Of the reviewer, on the day."""
    if case.reviewer is None:
        return None
    absences = case.reviewer.absences.in_force(on)
    return absences.select_related("substitute__user").first()


def _chosen(submissions: list[Submission], version: str) -> Submission:
    by_ordinal = {str(submission.ordinal): submission for submission in submissions}
    return by_ordinal.get(version, submissions[-1])


def _changes(submissions: list[Submission], shown: Submission) -> list[Any]:
    place = submissions.index(shown)
    return answer_changes(submissions[place - 1], shown) if place else []


def _blocks(submission: Submission) -> list[dict[str, Any]]:
    answers = submission.answers
    return [
        {"section": section, "cards": list(answer_cards(section, answers[section.code]))}
        for section in SECTIONS
        if section.code in answers
    ]


def _documents(case: Case, submission: Submission, now: datetime) -> list[dict[str, Any]]:
    scans = scans_of((document["id"] for document in submission.documents), now=now)
    return [
        {
            "pk": document["id"],
            "kind": DocumentKind(document["kind"]).label,
            "name": document["name"],
            "version": document["version"],
            "sha256": document["sha256"],
            "url": reverse("applications:document", args=[case.pk, document["id"]]),
            "scan": scans[document["id"]],
        }
        for document in submission.documents
    ]


def _timeline(
    case: Case, events: list[CaseEvent], marks: dict[int, ShownDoubt]
) -> list[dict[str, Any]]:
    return [
        {
            "entry": entry,
            "notice_url": _notice_url(case, entry.notice),
            "mark": marks.get(entry.ordinal),
        }
        for entry in timeline_of(events, for_staff=True)
    ]


def _notice_url(case: Case, notice: Any) -> str:
    return reverse("applications:case_notice", args=[case.pk, notice.pk]) if notice else ""


def _decisions(
    case: Case,
    allowed: frozenset[Act],
    forms: Mapping[Act, Callable[..., ActForm]],
    bound: tuple[Act, ActForm] | None,
    on: date,
    seen: int,
) -> list[dict[str, Any]]:
    """The forms of what the person may do now, in the order of reading; ``seen`` events."""
    return [
        {
            "act": act,
            "heading": HEADINGS[act],
            "button": BUTTONS[act],
            "form": _form(act, case, forms[act], bound, seen),
            "is_open": bool(bound and bound[0] == act),
            "kind": "warning" if act in (Act.REFUSE, Act.REOPEN) else "",
        }
        for act in FORM_ORDER
        if act in allowed and _is_sensible(act, case, on)
    ]


def _form(
    act: Act,
    case: Case,
    form: Callable[..., ActForm],
    bound: tuple[Act, ActForm] | None,
    seen: int,
) -> ActForm:
    """A form sent comes back as typed, but with the events that its page shows now."""
    if not bound or bound[0] != act:
        return form(prefix=act, initial={"seen": seen}, case=case)
    sent = bound[1]
    sent.data = {**sent.data.dict(), sent.add_prefix("seen"): str(seen)}  # type: ignore[attr-defined]
    return sent


def _is_sensible(act: Act, case: Case, on: date) -> bool:
    """A known reference rate is never looked up again; nobody is heard twice or too late."""
    if act == Act.RECOMPUTE:
        return not reference_of(case.submissions.latest("ordinal"))["known"]
    if act == Act.ANNOUNCE:
        return hearing_in_force(on) is not None
    if act == Act.REFUSE:
        return may_refuse(case, on=on)
    return True


def _unsent(
    decisions: list[dict[str, Any]], bound: tuple[Act, ActForm] | None
) -> list[tuple[str, str]]:
    """What was typed into a form that the page no longer offers, so that it is not lost."""
    if not bound or any(decision["act"] == bound[0] for decision in decisions):
        return []
    form = bound[1]
    typed = [
        (str(bound_field.label), raw_in_words(bound_field.field, str(bound_field.value() or "")))
        for bound_field in form.visible_fields()
    ]
    return [(label, words) for label, words in typed if words]


def _hindrance(permissions: CasePermissions | None) -> str | Promise:
    """Why the person may not do what their role could do now; empty where nothing hinders."""
    for act in FORM_ORDER:
        if permissions is None or act == Act.RECOMPUTE:
            continue
        refusal = permissions.refusal(act) if permissions.is_offered(act) else None
        if refusal is not None and refusal.code in TELLING:
            return refusal.explanation
    return ""
