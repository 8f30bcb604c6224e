"""The case as a ZIP, and its history to print."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.access import PortalRequest
from applications.case_archive.building import archive_response
from applications.correspondence.openings import record_opening
from applications.correspondence.views import frame
from applications.models import OpenedThing
from applications.review_views import case_readers, filed_case
from applications.timeline import timeline


@require_POST
@case_readers
def archive(request: PortalRequest, pk: int) -> HttpResponse:
    """Asked for by a button: no browser fetches hundreds of megabytes ahead."""
    case, at = filed_case(request.membership, pk), timezone.now()
    record_opening(case, OpenedThing.ARCHIVE, by=request.membership, at=at)
    return archive_response(case, by=request.membership, at=at)  # type: ignore[return-value]


@require_GET
@case_readers
def history(request: PortalRequest, pk: int) -> HttpResponse:
    """Every event, oldest first, to the second, with what chains it to the one before."""
    case, at = filed_case(request.membership, pk), timezone.now()
    record_opening(case, OpenedThing.HISTORY, by=request.membership, at=at)
    shared = frame(request, case)
    entries = timeline(case, for_staff=shared["staff"])[::-1]
    context = {**shared, "entries": entries, "printed_at": at}
    return render(request, "applications/history.html", context)
