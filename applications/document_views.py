"""The exporter's documents: list, add, replace, remove; and a document for who may see its case."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import PortalRequest, role_required
from accounts.models import Role
from applications.case_errors import CaseRefusal
from applications.correspondence.openings import record_opening
from applications.document_lines import kind_groups, room_left
from applications.document_upload import NO_FILE, DocumentForm, Outcome, Result, receive_files
from applications.documents import (
    change_kind,
    kept_on_record,
    readable_documents,
    remove_document,
    scan_again,
)
from applications.filing_views import applicant_only, open_case, own_case
from applications.form_sections import SECTION_OF_CODE, SECTIONS
from applications.models import Case, CaseDocument, DocumentKind, OpenedThing
from applications.remarks import last_return, remarks_of, remarks_on_documents
from files.downloads import file_response
from files.models import InfectedFile
from files.uploads import DOCUMENTS

case_readers = role_required(Role.APPLICANT, Role.AGENT_OFFICER, Role.MINISTRY_OFFICER)
PAGE = SECTION_OF_CODE["documents"]


@require_http_methods(["GET", "POST"])
@applicant_only
def documents(request: PortalRequest, pk: int) -> HttpResponse:
    """The list; a POST brings files, answered as a page or, to a script, as JSON."""
    case = open_case(request, pk)
    if isinstance(case, HttpResponse):
        return case
    if request.method != "POST":
        return _show(request, case, DocumentForm())
    form, results = _receive(request, case)
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"results": [result.as_json() for result in results]})
    if form.is_valid() and results and not _refused(results):
        _announce(request, results)
        return redirect("applications:documents", pk)
    _announce(request, results)
    _add_refusals(form, results)
    return _show(request, case, form)


def _receive(request: PortalRequest, case: Case) -> tuple[DocumentForm, list[Result]]:
    replaced = _replaced(request, case)
    data = request.POST.copy()
    if replaced is not None:
        data["kind"] = replaced.kind
    form = DocumentForm(data, request.FILES)
    if not form.is_valid():
        said = [" ".join(map(str, errors)) for errors in form.errors.values()]
        return form, [Result("", Outcome.REFUSED, text) for text in said]
    kind, files = DocumentKind(form.cleaned_data["kind"]), form.cleaned_data["file"]
    replaces = replaced.pk if replaced else None
    return form, receive_files(case, kind, files, by=request.membership, replaces=replaces)


def _replaced(request: PortalRequest, case: Case) -> CaseDocument | None:
    number = request.POST.get("replaces", "")
    return get_object_or_404(case.documents, pk=number) if number.isdecimal() else None


def _refused(results: list[Result]) -> list[Result]:
    return [result for result in results if result.outcome == Outcome.REFUSED]


def _announce(request: PortalRequest, results: list[Result]) -> None:
    for result in results:
        text = f"{result.name}: {result.message}"
        if result.outcome == Outcome.ADDED:
            messages.success(request, text)
        elif result.outcome == Outcome.SAME:
            messages.info(request, text)


def _add_refusals(form: DocumentForm, results: list[Result]) -> None:
    said = [f"{r.name}: {r.message}" for r in _refused(results) if r.name]
    if said:
        form.add_error("file", ValidationError(said))


def _show(request: PortalRequest, case: Case, form: DocumentForm) -> HttpResponse:
    groups = kind_groups(case, now=timezone.now())
    returned = last_return(case)
    context = {
        "case": case,
        "section": PAGE,
        "number": SECTIONS.index(PAGE) + 1,
        "total": len(SECTIONS),
        "groups": groups,
        "kinds": DocumentKind.choices,
        "current": [line.document for group in groups for line in group.current],
        "infected": [line for g in groups for line in g.current if line.scan.is_infected],
        "room": room_left(kept_on_record(case)),
        "max_bytes": DOCUMENTS.max_bytes,
        "no_file": NO_FILE,
        "form": form,
        "remark": remarks_of(returned).get(PAGE.code),
        "remarks": remarks_on_documents(returned),
    }
    return render(request, "applications/filing/documents.html", context)


@require_POST
@applicant_only
def remove(request: PortalRequest, pk: int, document_pk: int) -> HttpResponse:
    case = own_case(request, pk)
    get_object_or_404(case.documents, pk=document_pk, replaced_at=None)
    try:
        remove_document(pk, document_pk, by=request.membership)
    except CaseRefusal as refusal:
        messages.error(request, str(refusal.explanation))
        return redirect("applications:case", pk)
    messages.success(request, _("The document is removed."))
    return redirect("applications:documents", pk)


class KindForm(forms.Form):
    new_kind = forms.ChoiceField(choices=DocumentKind.choices)


@require_POST
@applicant_only
def move(request: PortalRequest, pk: int, document_pk: int) -> HttpResponse:
    """Put a document under another kind."""
    case = open_case(request, pk)
    if isinstance(case, HttpResponse):
        return case
    get_object_or_404(case.documents, pk=document_pk)
    form = KindForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose the kind of document from the list"))
        return redirect("applications:documents", pk)
    kind = DocumentKind(form.cleaned_data["new_kind"])
    try:
        document = change_kind(pk, document_pk, kind, by=request.membership)
    except CaseRefusal as refusal:
        messages.error(request, str(refusal.explanation))
    else:
        named = {"name": document.name, "kind": document.get_kind_display()}
        messages.success(request, _("%(name)s is now under: %(kind)s.") % named)
    return redirect("applications:documents", pk)


@require_POST
@case_readers
def scan(request: PortalRequest, pk: int, document_pk: int) -> HttpResponse:
    """Ask the scanner again; back to the page that shows the document."""
    case = get_object_or_404(Case.objects.visible_to(request.membership), pk=pk)
    get_object_or_404(readable_documents(case, request.membership), pk=document_pk)
    if scan_again(pk, document_pk, by=request.membership):
        messages.success(request, _("The file waits for the virus scanner."))
    else:
        messages.info(request, _("There is nothing to scan: the file is scanned or waits already."))
    if request.membership.role != Role.APPLICANT:
        return redirect("applications:review", pk)
    return redirect("applications:documents", pk)


@require_GET
@case_readers
def download(request: PortalRequest, pk: int, document_pk: int) -> HttpResponse:
    """A document of a visible case; what was not filed yet is the applicant's own."""
    case = get_object_or_404(Case.objects.visible_to(request.membership), pk=pk)
    readable = readable_documents(case, request.membership).select_related("file")
    document = get_object_or_404(readable, pk=document_pk)
    try:
        response = file_response(document.file, name=document.name)
    except InfectedFile:
        context = {"document": document, "file": document.file}
        return render(request, "applications/infected.html", context, status=403)
    who, at = request.membership, timezone.now()
    record_opening(case, OpenedThing.DOCUMENT, by=who, at=at, thing_pk=document.pk)
    return response  # type: ignore[return-value]
