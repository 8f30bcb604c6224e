"""Several files from one page: each taken in or refused by itself, with a sentence."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Membership
from applications.case_errors import CaseRefusal
from applications.documents import receive_document
from applications.models import Case, CaseDocument, DocumentKind
from files.names import plain_name
from files.uploads import UploadRefused

MOST_AT_ONCE = 20
"""In one request; a browser with scripts sends each file in a request of its own."""
NO_FILE = gettext_lazy("Choose at least one file. A file needs a name that can be read.")


class Outcome(StrEnum):
    ADDED = "added"
    SAME = "same"
    REFUSED = "refused"


@dataclass(frozen=True)
class Result:
    """What became of one file, in plain words beside its name."""

    name: str
    outcome: Outcome
    message: str

    def as_json(self) -> dict[str, str]:
        return asdict(self)


class SeveralFilesInput(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[UploadedFile]:
        return files.getlist(name) if hasattr(files, "getlist") else []


class SeveralFilesField(forms.Field):
    """A list of uploads; each is judged by itself afterwards."""

    widget = SeveralFilesInput


class DocumentForm(forms.Form):
    """The kind of all the files; with ``replaces`` the kind of the document replaced."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What are they?"),
        help_text=gettext_lazy("One kind for all the files you choose now."),
        choices=[("", gettext_lazy("Choose the kind of document")), *DocumentKind.choices],
        error_messages={
            "required": gettext_lazy("Choose the kind of document"),
            "invalid_choice": gettext_lazy("Choose the kind of document from the list"),
        },
    )
    file = SeveralFilesField(
        label=gettext_lazy("Files"),
        help_text=gettext_lazy("PDF, PNG or JPEG, at most 20 MB each. Choose or drop several."),
        error_messages={"required": NO_FILE},
    )


def receive_files(
    case: Case,
    kind: DocumentKind,
    uploads: Iterable[UploadedFile],
    *,
    by: Membership,
    replaces: int | None = None,
) -> list[Result]:
    """One result a file, in order; one file's refusal loses none of the others."""
    results = []
    for number, upload in enumerate(uploads):
        name = plain_name(upload.name or "") or str(kind.label)
        if number >= MOST_AT_ONCE:
            results.append(Result(name, Outcome.REFUSED, _too_many()))
        else:
            results.append(_receive(case, kind, upload, name, by, replaces))
            replaces = None
    return results


def _too_many() -> str:
    return _("Not sent: at most %(most)s files at once. Choose it again.") % {"most": MOST_AT_ONCE}


def _receive(
    case: Case,
    kind: DocumentKind,
    upload: UploadedFile,
    name: str,
    by: Membership,
    replaces: int | None,
) -> Result:
    try:
        receipt = receive_document(case.pk, kind, upload, by=by, replaces=replaces)
    except UploadRefused as refused:
        return Result(name, Outcome.REFUSED, " ".join(refused.messages))
    except CaseRefusal as refusal:
        return Result(name, Outcome.REFUSED, str(refusal.explanation))
    except CaseDocument.DoesNotExist:
        text = _("The document it should replace is not in the list of this kind.")
        return Result(name, Outcome.REFUSED, text)
    if receipt.seen_before:
        text = _("Already in the application as version %(number)s of this kind: not added twice.")
        return Result(name, Outcome.SAME, text % {"number": receipt.document.version})
    text = _("Added as version %(number)s of %(kind)s.")
    return Result(name, Outcome.ADDED, text % _named(receipt.document))


def _named(document: CaseDocument) -> dict[str, Any]:
    return {"number": document.version, "kind": document.get_kind_display()}
