"""Programme administrators draft, read, propose and decide on revisions."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import PortalRequest, role_required
from accounts.models import Membership, Role
from languages.amounts import format_date
from languages.text import current_language
from programs import revision_errors as errors
from programs import revisions, wording
from programs.changes import changes_of
from programs.forms import LANGUAGES, ReasonForm, RevisionHeaderForm
from programs.models import Programme, Revision, RevisionEvent

STATE_TAGS = {
    "draft": "draft",
    "proposed": "waiting",
    "approved": "approved",
    "rejected": "refused",
    "withdrawn": "withdrawn",
}
administrator_only = role_required(Role.PROGRAMME_ADMIN)


@administrator_only
def revision_list(request: PortalRequest) -> HttpResponse:
    visible = Revision.objects.visible_to(request.membership)
    listed = visible.select_related("drafted_by__user", "approved_by__user")
    latest = Revision.objects.latest_approved()
    context = {
        "revisions": [(r, STATE_TAGS[r.state]) for r in listed.order_by("-number", "-pk")],
        "latest": latest,
        "may_undo": latest is not None and latest.base_id is not None,
    }
    return render(request, "programs/revision_list.html", context)


@administrator_only
@require_POST
def draft_revision(request: PortalRequest) -> HttpResponse:
    try:
        undo = "undo" in request.POST
        revision = revisions.draft_revision(by=request.membership, undo_latest=undo)
    except errors.RevisionError as error:
        messages.error(request, _in_words(error))
        return redirect("programs:revision_list")
    return redirect("programs:revision_detail", revision.pk)


@administrator_only
def revision_detail(request: PortalRequest, revision_id: int) -> HttpResponse:
    revision = visible_revision(request, revision_id)
    return render(request, "programs/revision_detail.html", _detail(request, revision))


def _detail(
    request: PortalRequest, revision: Revision, form: ReasonForm | None = None
) -> dict[str, Any]:
    (record,) = changes_of([revision])
    return {
        "revision": revision,
        "state_tag": STATE_TAGS[revision.state],
        "record": record,
        "programmes": Programme.objects.all(),
        "events": _timeline(revision),
        "may_edit": revisions.may_edit(revision, request.membership),
        "may_decide": revisions.may_decide(revision, request.membership),
        "may_withdraw": revisions.may_withdraw(revision, request.membership),
        "begins_in_the_past": _begins_in_the_past(revision),
        "form": form or ReasonForm(),
    }


def _begins_in_the_past(revision: Revision) -> bool:
    first_day = revision.effective_from
    return first_day is not None and first_day <= timezone.localdate()


def _timeline(revision: Revision) -> list[dict[str, Any]]:
    events = revision.events.select_related("membership__user", "membership__organisation")
    return [
        {
            "what": event.get_kind_display(),
            "when": event.at,
            "who": _who(event.membership),
            "text": event.reason or _row_of(event),
            "state": STATE_TAGS.get(event.kind, ""),
        }
        for event in events
        if event.kind != RevisionEvent.Kind.LOADED
    ]


def _row_of(event: RevisionEvent) -> str:
    """Which row the event is about, and which of its fields."""
    if "row" not in event.details:
        return ""
    fields = [str(wording.label_of(name)) for name in event.details.get("fields", {})]
    return "\n".join([wording.key_title(event.details["row"]), *fields])


def _who(membership: Membership | None) -> str:
    if membership is None:
        return ""
    return f"{membership.user}, {membership.organisation}"


@administrator_only
def edit_header(request: PortalRequest, revision_id: int) -> HttpResponse:
    revision = visible_revision(request, revision_id)
    form = RevisionHeaderForm(request.POST or None, initial=_header_of(revision))
    if form.is_valid():
        try:
            revisions.set_header(revision_id, by=request.membership, **form.values())
        except ValidationError as error:
            add_errors(form, error)
        except errors.RevisionError as error:
            messages.error(request, _in_words(error))
            return redirect("programs:revision_detail", revision_id)
        else:
            return redirect("programs:revision_detail", revision_id)
    context = {"revision": revision, "form": form}
    return render(request, "programs/revision_header.html", context)


def _header_of(revision: Revision) -> dict[str, Any]:
    names = ("number", "decision", "decided", "effective_from")
    texts = {f"summary_{code}": revision.summary.get(code, "") for code, __ in LANGUAGES}
    return {**{name: getattr(revision, name) for name in names}, **texts}


@administrator_only
@require_POST
def propose(request: PortalRequest, revision_id: int) -> HttpResponse:
    done = _("The revision awaits a second person.")
    return _act(request, revision_id, revisions.propose, done)


@administrator_only
@require_POST
def approve(request: PortalRequest, revision_id: int) -> HttpResponse:
    return _act(request, revision_id, revisions.approve, _("The revision is approved."))


@administrator_only
@require_POST
def withdraw(request: PortalRequest, revision_id: int) -> HttpResponse:
    return _act(request, revision_id, revisions.withdraw, _("The revision is withdrawn."))


@administrator_only
@require_POST
def reject(request: PortalRequest, revision_id: int) -> HttpResponse:
    revision = visible_revision(request, revision_id)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        context = _detail(request, revision, form)
        return render(request, "programs/revision_detail.html", context)

    def act(pk: int, *, by: Membership) -> Revision:
        return revisions.reject(pk, by=by, reason=form.cleaned_data["reason"])

    return _act(request, revision_id, act, _("The revision is rejected."))


def _act(
    request: PortalRequest, revision_id: int, act: Callable[..., Revision], done: str
) -> HttpResponse:
    visible_revision(request, revision_id)
    try:
        act(revision_id, by=request.membership)
    except errors.RevisionError as error:
        messages.error(request, _in_words(error))
    else:
        messages.success(request, done)
    return redirect("programs:revision_detail", revision_id)


def visible_revision(request: PortalRequest, revision_id: int) -> Revision:
    visible = Revision.objects.visible_to(request.membership)
    related = visible.select_related("base", "undoes", "drafted_by__user", "approved_by__user")
    return get_object_or_404(related, pk=revision_id)


def add_errors(form: Any, error: ValidationError) -> None:
    """Errors of the model on the form's fields; of unknown fields, above the form."""
    for name, found in error.error_dict.items() if hasattr(error, "error_dict") else []:
        form.add_error(name if name in form.fields else None, found)


def _in_words(error: errors.RevisionError) -> str:
    match error:
        case errors.SecondPersonNeeded():
            return _("You drafted this revision: a second person decides on it.")
        case errors.NotAllowed():
            return _("You may not do this: only its drafter changes a revision.")
        case errors.WrongState():
            return _("The revision is no longer in the state for this. Read it again.")
        case errors.BaseIsNotLatest(latest_number=number):
            return _(
                "Revision № %(number)s was approved since this one was drafted. "
                "Withdraw it and draft the next one from № %(number)s."
            ) % {"number": number}
        case errors.NotAfterTheLatest(field="number", latest=latest):
            return _("The number must be above %(number)s.") % {"number": latest}
        case errors.NotAfterTheLatest(latest=latest):
            day = format_date(latest, current_language())
            return _("The day of effect must be later than %(day)s.") % {"day": day}
        case errors.IncompleteRevision():
            return _("Enter the decision, its day and the day of effect first.")
        case errors.NothingToUndo():
            return _("There is no earlier revision to go back to.")
    raise error
