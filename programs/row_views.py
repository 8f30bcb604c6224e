"""Editing the rows of a draft, one row a page."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.access import PortalRequest
from programs import revisions, wording
from programs.catalogue_views import by_channel
from programs.models import Programme, Revision, TermsRow
from programs.revision_errors import RevisionError
from programs.revision_views import add_errors, administrator_only, visible_revision
from programs.row_forms import (
    ConditionFormSet,
    TermsRowForm,
    conditions_of,
    initial_conditions,
    initial_of,
)


@administrator_only
def revision_rows(request: PortalRequest, revision_id: int, paragraph: str) -> HttpResponse:
    """A programme's rows in one revision, as they are there."""
    revision = visible_revision(request, revision_id)
    programme = get_object_or_404(Programme, paragraph=paragraph)
    context = {
        "revision": revision,
        "programme": programme,
        "channels": by_channel(revision.rows.filter(programme=programme)),
        "may_edit": revisions.may_edit(revision, request.membership),
    }
    return render(request, "programs/revision_rows.html", context)


@administrator_only
def edit_row(request: PortalRequest, revision_id: int, row_id: int) -> HttpResponse:
    revision, row = _editable_row(request, revision_id, row_id)
    if not revisions.may_edit(revision, request.membership):
        return refused(request, revision)
    form = TermsRowForm(request.POST or None, initial=initial_of(row))
    conditions = ConditionFormSet(
        request.POST or None, initial=initial_conditions(row), prefix="conditions"
    )
    if form.is_valid() and conditions.is_valid():
        values = {**form.values(), "conditions": conditions_of(conditions)}
        try:
            revisions.edit_row(row_id, by=request.membership, values=values)
        except ValidationError as error:
            add_errors(form, error)
        except RevisionError:
            return refused(request, revision)
        else:
            messages.success(request, _("The row is saved in the draft."))
            return redirect("programs:revision_rows", revision_id, row.programme.paragraph)
    context = _row_page(revision, row.programme, form, conditions)
    context.update(row=row, title=f"{row.get_channel_display()} · {wording.row_title(row)}")
    return render(request, "programs/row_edit.html", context)


@administrator_only
def add_row(request: PortalRequest, revision_id: int, paragraph: str) -> HttpResponse:
    revision = visible_revision(request, revision_id)
    programme = get_object_or_404(Programme, paragraph=paragraph)
    if not revisions.may_edit(revision, request.membership):
        return refused(request, revision)
    initial = {"paragraph": programme.paragraph, "currency": "KZT"}
    form = TermsRowForm(request.POST or None, initial=initial)
    conditions = ConditionFormSet(request.POST or None, prefix="conditions")
    if form.is_valid() and conditions.is_valid():
        values = {**form.values(), "conditions": conditions_of(conditions)}
        try:
            revisions.add_row(
                revision_id, by=request.membership, programme=programme, values=values
            )
        except ValidationError as error:
            add_errors(form, error)
        except RevisionError:
            return refused(request, revision)
        else:
            messages.success(request, _("The row is added to the draft."))
            return redirect("programs:revision_rows", revision_id, paragraph)
    context = _row_page(revision, programme, form, conditions)
    return render(request, "programs/row_edit.html", {**context, "title": _("New row")})


@administrator_only
def remove_row(request: PortalRequest, revision_id: int, row_id: int) -> HttpResponse:
    """A page that asks, then a post that removes."""
    revision, row = _editable_row(request, revision_id, row_id)
    if not revisions.may_edit(revision, request.membership):
        return refused(request, revision)
    if request.method == "POST":
        try:
            revisions.remove_row(row_id, by=request.membership)
        except RevisionError:
            return refused(request, revision)
        messages.success(request, _("The row is taken out of the draft."))
        return redirect("programs:revision_rows", revision_id, row.programme.paragraph)
    context = {
        "revision": revision,
        "row": row,
        "programme": row.programme,
        "title": f"{row.get_channel_display()} · {wording.row_title(row)}",
        "facts": wording.rate_facts(row),
    }
    return render(request, "programs/row_remove.html", context)


def _editable_row(
    request: PortalRequest, revision_id: int, row_id: int
) -> tuple[Revision, TermsRow]:
    revision = visible_revision(request, revision_id)
    rows = revision.rows.select_related("programme")
    return revision, get_object_or_404(rows, pk=row_id)


def refused(request: PortalRequest, revision: Revision) -> HttpResponse:
    messages.error(request, _("Only its drafter edits a revision, and only while it is a draft."))
    return redirect("programs:revision_detail", revision.pk)


def _row_page(
    revision: Revision, programme: Programme, form: TermsRowForm, conditions: Any
) -> dict[str, Any]:
    return {
        "revision": revision,
        "programme": programme,
        "form": form,
        "sections": list(form.sections()),
        "formset": conditions,
        "row": None,
    }
