"""The only public door of the room: is this document genuine, and does it still stand?"""

import hashlib
from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from files.uploads import MEBIBYTE
from notices.models import Notice

LARGEST_COMPARED = 20 * MEBIBYTE


class VerifyForm(forms.Form):
    number = forms.CharField(
        label=_("Number of the document"),
        help_text=_("It stands at the top of the document, for example N-2026-000001."),
        max_length=30,
    )
    code = forms.CharField(
        label=_("Verification code"),
        help_text=_("32 letters and figures beside the QR code."),
        max_length=64,
    )

    def clean_number(self) -> str:
        return str(self.cleaned_data["number"]).strip().upper()

    def clean_code(self) -> str:
        return "".join(str(self.cleaned_data["code"]).split()).lower()


@dataclass(frozen=True)
class Comparison:
    sha256: str
    same: bool


def verified_notice(number: str, code: str) -> Notice | None:
    """The notice that bears this number and this code, both or none.

    An address may hold a NUL character, which PostgreSQL refuses even to look for.
    """
    if "\x00" in number + code:
        return None
    return (
        Notice.objects.select_related("addressee", "pdf", "cancelled_by")
        .filter(number=number, verification_code=code)
        .first()
    )


def short_link(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """The address in the QR code, taken to the reader's language."""
    return redirect("notices:verify_document", number=number, code=code)


@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    form = VerifyForm(request.GET or None)
    if form.is_valid():
        return redirect(
            "notices:verify_document",
            number=form.cleaned_data["number"],
            code=form.cleaned_data["code"],
        )
    return render(request, "notices/verify.html", {"form": form})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify_document(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """Say what is known of a document; a posted file is compared by SHA-256 and not kept."""
    notice = verified_notice(number, code)
    context = {
        "notice": notice,
        "number": number,
        "comparison": _compared(request, notice) if notice else None,
    }
    return render(request, "notices/verified.html", context, status=200 if notice else 404)


def _compared(request: HttpRequest, notice: Notice) -> Comparison | None:
    upload = request.FILES.get("document")
    issued = notice.pdf.sha256 if notice.pdf else notice.pdf_sha256
    if not issued or upload is None or (upload.size or 0) > LARGEST_COMPARED:
        return None
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    return Comparison(digest.hexdigest(), digest.hexdigest() == issued)
