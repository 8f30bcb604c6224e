"""What an officer fills in to act on a case."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from applications.form_sections import SECTIONS
from applications.models import Case
from applications.notice_content import LANGUAGES
from applications.remarks import (
    DOCUMENTS,
    WHOLE,
    document_code,
    documents_remarked,
    remark_title,
)
from languages.text import current_language

LONGEST = 10_000


def words(label: Any, *, required: Any = "", rows: int = 4, **options: Any) -> forms.CharField:
    """A text of some paragraphs; ``required`` is what to do when it is missing."""
    return forms.CharField(
        label=label,
        required=bool(required),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": required} if required else None,
        **options,
    )


class ActForm(forms.Form):
    """``seen`` is the last event on the page, so that nobody decides on a stale one."""

    marks_optional = False

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, case: Case | None = None, by: Membership | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.case, self.by = case, by

    def details(self) -> dict[str, Any]:
        """The arguments of the workflow's function."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


def _language_of_page() -> str:
    """Letters are not written in English: on its pages officers write Russian."""
    language = current_language()
    return language if language in LANGUAGES else "ru"


class LetterForm(ActForm):
    """An act whose words stand in a letter of two languages, so that theirs must be known."""

    written_in = forms.ChoiceField(
        label=_("Language you write in"),
        choices=[("kk", _("Kazakh")), ("ru", _("Russian"))],
        initial=_language_of_page,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the language you write in")},
        help_text=_(
            "The letter is in Kazakh and in Russian; your words stand in both untranslated."
        ),
    )


class ReturnForm(LetterForm):
    """A remark for each section and each document that needs one."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for section in SECTIONS:
            self.fields[f"remark_{section.code}"] = words(section.title, rows=2)
            if section.code == DOCUMENTS:
                self._ask_of_documents()
        self.fields[f"remark_{WHOLE}"] = words(_("The application as a whole"), rows=2)

    def _ask_of_documents(self) -> None:
        if self.case is None:
            return
        submission = self.case.submissions.latest("ordinal")
        codes = [document_code(document["id"]) for document in submission.documents]
        documents = documents_remarked(submission, codes)
        for code in codes:
            self.fields[f"remark_{code}"] = words(remark_title(code, documents), rows=1)

    def clean(self) -> dict[str, Any]:
        if not self.errors and not self.details()["remarks"]:
            first = f"remark_{SECTIONS[0].code}"
            self.add_error(first, _("Write a remark for at least one section"))
        return self.cleaned_data

    def details(self) -> dict[str, Any]:
        remarks = {
            name.removeprefix("remark_"): text
            for name, text in self.cleaned_data.items()
            if name.startswith("remark_") and text
        }
        return {"remarks": remarks, "written_in": self.cleaned_data["written_in"]}


class TakeOverForm(ActForm):
    reasons = words(
        _("Why do you take the case over?"),
        required=_("Say why you take the case over"),
        help_text=_("Your colleagues and the ministry read it; the applicant does not."),
    )


class ConcludeForm(ActForm):
    in_favour = forms.TypedChoiceField(
        label=_("Conclusion"),
        choices=[("yes", _("In favour of the subsidy")), ("no", _("Against the subsidy"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether you are for or against")},
    )
    reasons = words(
        _("Reasons"),
        required=_("Give the reasons of your conclusion"),
        help_text=_("The ministry reads them; say what you make of every check that is not met."),
    )


class RemitForm(ActForm):
    reasons = words(_("What is missing"), required=_("Say what the financial agent is to clear up"))


class ApproveForm(ActForm):
    reasons = words(_("Note on the decision"), rows=2, help_text=_("Optional, for the file only"))
