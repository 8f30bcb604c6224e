"""Reference rates from a file: upload, look at every row, propose all of them or none."""

from typing import cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.access import PortalRequest
from files.tables import TableFormat, table_response
from programs import rate_proposals
from programs.forms import RateFileConfirmForm, RateUploadForm
from programs.models import RateUpload
from programs.rate_errors import RateRefusal
from programs.rate_file_preview import Preview, RowStatus, preview_of
from programs.rate_files import template_columns
from programs.rate_uploads import upload_rates
from programs.revision_views import administrator_only


@administrator_only
def rate_upload(request: PortalRequest) -> HttpResponse:
    form = RateUploadForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            upload = upload_rates(form.cleaned_data["file"], by=request.membership)
        except ValidationError as error:
            form.add_error("file", error)
        else:
            return redirect("programs:rate_preview", upload.pk)
    return render(request, "programs/rate_upload.html", {"form": form})


@administrator_only
def rate_template(request: PortalRequest, file_format: str) -> HttpResponse:
    """The headings of the table, in the page's language."""
    kind = TableFormat(file_format)
    return cast(HttpResponse, table_response(kind, "rates-template", template_columns(), []))


@administrator_only
def rate_preview(request: PortalRequest, upload_id: int) -> HttpResponse:
    """What the rows would do; a post proposes them."""
    own = RateUpload.objects.visible_to(request.membership).select_related("file", "proposal")
    upload = get_object_or_404(own, pk=upload_id)
    if hasattr(upload, "proposal"):
        return redirect("programs:rate_proposal", upload.proposal.pk)
    preview = preview_of(upload)
    form = RateFileConfirmForm(request.POST or None, corrects=preview.corrects)
    if request.method == "POST" and not preview.is_refused and form.is_valid():
        return _propose(request, upload, preview, form)
    context = {
        "upload": upload,
        "preview": preview,
        "counts": {status.value: preview.count(status) for status in RowStatus},
        "form": form,
    }
    return render(request, "programs/rate_preview.html", context)


def _propose(
    request: PortalRequest, upload: RateUpload, preview: Preview, form: RateFileConfirmForm
) -> HttpResponse:
    try:
        proposal = rate_proposals.propose_rates(
            preview.lines(verified=form.cleaned_data["verified"]),
            by=request.membership,
            reason=form.cleaned_data.get("reason", ""),
            upload=upload,
        )
    except (RateRefusal, ValidationError) as refusal:
        words = refusal.words if isinstance(refusal, RateRefusal) else " ".join(refusal.messages)
        messages.error(request, str(words))
        return redirect("programs:rate_preview", upload.pk)
    messages.success(request, _("The rates await a second person."))
    return redirect("programs:rate_proposal", proposal.pk)
