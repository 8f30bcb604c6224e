"""Editing the figures of all rows of a programme in a draft, on one page."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext

from accounts.access import PortalRequest
from programs import revisions
from programs.models import Programme, Revision
from programs.revision_errors import RevisionError, RowsRefused
from programs.revision_views import administrator_only, visible_revision
from programs.row_views import refused
from programs.table_forms import FIGURES, TableForm


@administrator_only
def edit_table(request: PortalRequest, revision_id: int, paragraph: str) -> HttpResponse:
    """All rows are saved together or, where one is at fault, none."""
    revision = visible_revision(request, revision_id)
    programme = get_object_or_404(Programme, paragraph=paragraph)
    if not revisions.may_edit(revision, request.membership):
        return refused(request, revision)
    rows = revision.rows.filter(programme=programme).select_related("programme")
    table = TableForm(request.POST or None, list(rows.order_by("channel", "ordinal", "pk")))
    if request.method == "POST" and table.is_valid():
        try:
            return _saved(request, revision, programme, table)
        except RowsRefused as refusal:
            table.refuse(refusal.faults)
        except RevisionError:
            return refused(request, revision)
    context = {
        "revision": revision,
        "programme": programme,
        "table": table,
        "headings": list(FIGURES.values()),
    }
    return render(request, "programs/revision_table.html", context)


def _saved(
    request: PortalRequest, revision: Revision, programme: Programme, table: TableForm
) -> HttpResponse:
    changed = revisions.edit_rows(revision.pk, table.values(), by=request.membership)
    told = ngettext(
        "%(count)s row is changed in the draft.",
        "%(count)s rows are changed in the draft.",
        changed,
    )
    messages.success(request, told % {"count": changed})
    return redirect("programs:revision_rows", revision.pk, programme.paragraph)
