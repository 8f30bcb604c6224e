"""What is typed into a message, a note and the answers to remarks."""

import uuid
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from applications.models.correspondence import LANGUAGES
from applications.review_forms import words
from languages.text import current_language


def language_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Language you write in"),
        choices=LANGUAGES,
        initial=current_language,
        error_messages={"required": _("Choose the language you write in")},
    )


class WriteForm(forms.Form):
    """``key`` is the page's own: pressed twice, it writes once."""

    marks_optional = False

    language = language_field()
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class MessageForm(WriteForm):
    text = words(_("Your message"), required=_("Write the message"), rows=5)
    field_order = ("text", "language")


class NoteForm(WriteForm):
    text = words(_("Your note"), required=_("Write the note"), rows=4)
    field_order = ("text", "language")


class RemarkAnswersForm(forms.Form):
    """An answer for each remark, all of them optional: a correction may be answer enough."""

    marks_optional = False

    def __init__(self, *args: Any, remarks: list[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.remarks = remarks
        for remark in remarks:
            heard = '{} <span class="govuk-visually-hidden">{}</span>'
            label = format_html(heard, _("Your answer"), remark.title)
            self.fields[f"answer_{remark.code}"] = words(label, rows=3, initial=remark.answer)
        self.fields["language"] = language_field()

    def lines(self) -> list[tuple[Any, forms.BoundField]]:
        """Each remark with its answer's field."""
        return [(remark, self[f"answer_{remark.code}"]) for remark in self.remarks]

    def answers(self) -> dict[str, str]:
        """By the remark's code; empty where nothing is answered."""
        return {remark.code: self.cleaned_data[f"answer_{remark.code}"] for remark in self.remarks}
