"""A conflict of answers in words, and the form in which a person decides it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.answer_display import raw_in_words
from applications.answer_merge import Clash, Merge, Row, Side, Taken
from applications.form_sections import Section

NOTHING = gettext_lazy("nothing")
REMOVED = gettext_lazy("the entry is removed")


@dataclass(frozen=True)
class Difference:
    """One answer that two people left differently."""

    label: str
    stored: str
    typed: str


def differences(section: Section, merge: Merge) -> list[Difference]:
    """What clashes, answer by answer."""
    return [
        Difference(
            _label(section, clash.row, clash.name),
            _in_words(section, clash, clash.theirs),
            _in_words(section, clash, clash.mine),
        )
        for clash in merge.clashes
    ]


def taken_in_words(section: Section, taken: tuple[Taken, ...]) -> list[str]:
    """Which answers others changed, of those that did not have to be asked about."""
    labels = [_label(section, one.row, one.name) for one in taken]
    return list(dict.fromkeys(labels))


def _label(section: Section, row: int | None, name: str) -> str:
    if row is None:
        return str(_form_of(section, None).base_fields[name].label)
    entry = f"{section.rows.row_name} {row + 1}" if section.rows else ""
    return f"{entry}: {_form_of(section, row).base_fields[name].label}" if name else entry


def _form_of(section: Section, row: int | None) -> Any:
    return section.form if row is None or section.rows is None else section.rows.form


def _in_words(section: Section, clash: Clash, answer: str | Row | None) -> str:
    fields = _form_of(section, clash.row).base_fields
    if clash.name:
        return raw_in_words(fields[clash.name], str(answer or "")) or str(NOTHING)
    if not isinstance(answer, dict):
        return str(REMOVED)
    filled = [(fields[name], value) for name, value in answer.items() if value and name in fields]
    words = [f"{field.label}: {raw_in_words(field, value)}" for field, value in filled]
    return "; ".join(words) or str(NOTHING)


class ConflictForm(forms.Form):
    """One question for each difference: whose answer stays."""

    label_size = "s"

    def __init__(
        self, found: list[Difference], whose: str, data: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(data, prefix="side")
        for number, difference in enumerate(found):
            self.fields[str(number)] = forms.ChoiceField(
                label=difference.label,
                choices=[
                    ("theirs", f"{whose}: {difference.stored}"),
                    ("mine", _("You: %(answer)s") % {"answer": difference.typed}),
                ],
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose which answer stays")},
            )

    @property
    def sides(self) -> list[Side]:
        """The choices in the order of the differences; only of a valid form."""
        return [cast(Side, self.cleaned_data[name]) for name in self.fields]
