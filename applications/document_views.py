"""The exporter's documents: list, add, remove; and a document for whoever may see its case."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import PortalRequest, role_required
from accounts.models import Role
from applications.answers import draft_answers
from applications.case_errors import CaseRefusal
from applications.documents import (
    REQUIRED_KINDS,
    add_document,
    readable_documents,
    remove_document,
)
from applications.filing_views import applicant_only, open_case, own_case
from applications.form_sections import SECTION_OF_CODE, SECTIONS
from applications.models import Case, DocumentKind
from applications.remarks import last_return, remarks_of
from files.downloads import file_response
from files.uploads import UploadRefused

case_readers = role_required(Role.APPLICANT, Role.AGENT_OFFICER, Role.MINISTRY_OFFICER)
PAGE = SECTION_OF_CODE["documents"]


class DocumentForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("What is it?"),
        choices=[("", gettext_lazy("Choose the kind of document")), *DocumentKind.choices],
        error_messages={
            "required": gettext_lazy("Choose the kind of document"),
            "invalid_choice": gettext_lazy("Choose the kind of document from the list"),
        },
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("PDF, PNG or JPEG, at most 20 MB"),
        max_length=255,
        error_messages={
            "required": gettext_lazy("Choose a file"),
            "empty": gettext_lazy("The file is empty. Choose a file with content."),
        },
    )


@require_http_methods(["GET", "POST"])
@applicant_only
def documents(request: PortalRequest, pk: int) -> HttpResponse:
    case = open_case(request, pk)
    if isinstance(case, HttpResponse):
        return case
    form = DocumentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and _add(request, case, form):
        return redirect("applications:documents", pk)
    return _show(request, case, form)


def _add(request: PortalRequest, case: Case, form: DocumentForm) -> bool:
    kind = DocumentKind(form.cleaned_data["kind"])
    try:
        document = add_document(case.pk, kind, form.cleaned_data["file"], by=request.membership)
    except UploadRefused as refused:
        form.add_error("file", ValidationError(refused.messages))
        return False
    except CaseRefusal as refusal:
        form.add_error(None, str(refusal.explanation))
        return False
    text = _("%(name)s is added.") % {"name": document.name}
    messages.success(request, text)
    return True


def _show(request: PortalRequest, case: Case, form: DocumentForm) -> HttpResponse:
    draft = draft_answers(case)
    groups = [
        {
            "kind": kind,
            "required": kind in REQUIRED_KINDS,
            "documents": [d for d in draft.documents if d.kind == kind],
        }
        for kind in DocumentKind
    ]
    context = {
        "case": case,
        "section": PAGE,
        "number": SECTIONS.index(PAGE) + 1,
        "total": len(SECTIONS),
        "groups": groups,
        "form": form,
        "remark": remarks_of(last_return(case)).get(PAGE.code),
    }
    return render(request, "applications/filing/documents.html", context)


@require_POST
@applicant_only
def remove(request: PortalRequest, pk: int, document_pk: int) -> HttpResponse:
    case = own_case(request, pk)
    get_object_or_404(case.documents, pk=document_pk, removed_at=None)
    try:
        remove_document(pk, document_pk, by=request.membership)
    except CaseRefusal as refusal:
        messages.error(request, str(refusal.explanation))
        return redirect("applications:case", pk)
    messages.success(request, _("The document is removed."))
    return redirect("applications:documents", pk)


@require_GET
@case_readers
def download(request: PortalRequest, pk: int, document_pk: int) -> HttpResponse:
    """A document of a visible case; what was not filed yet is the applicant's own."""
    case = get_object_or_404(Case.objects.visible_to(request.membership), pk=pk)
    readable = readable_documents(case, request.membership).select_related("file")
    document = get_object_or_404(readable, pk=document_pk)
    return file_response(document.file, name=document.name)  # type: ignore[return-value]
