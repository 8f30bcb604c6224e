"""One row of terms as a page: its key, its figures, its texts, its conditions."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from languages.amounts import NO_BREAK_SPACE
from languages.forms import AmountField, CurrencyField, PercentField
from programs.codes import GraceSubject, RateKind
from programs.forms import LANGUAGES, text_fields, text_of
from programs.models import TermsRow

CODES = TermsRow.KEY_FIELDS
PERCENTS = (
    "rate_percent",
    "effective_rate_from_percent",
    "margin_cap_percent",
    "end_borrower_cap_percent",
    "end_borrower_cap_vulnerable_percent",
    "subsidised_rate_percent",
)
MONTHS = ("term_months_max", "end_borrower_term_months_max", "grace_months_max")
AMOUNTS = ("amount_min", "amount_max")
TEXTS = ("rate_note", "cofinancing", "collateral")
RULES = {
    "term_rule": [
        ("until_1_december_of_financing_year", _("until 1 December of the financing year")),
        (
            "december_of_financing_year_to_31_march_next_year",
            _("from December of the financing year to 31 March of the next"),
        ),
        ("within_term_of_intended_purpose", _("within the term of the loan's purpose")),
        ("not_later_than_2021_12_20", _("not later than 20 December 2021")),
        ("other", _("another rule")),
    ],
    "amount_max_rule": [
        ("share_of_corporation_capital", _("a share of the Corporation's own capital, %")),
        ("multiple_of_monthly_index", _("a multiple of the monthly calculation index")),
        ("other", _("another rule")),
    ],
}
UNITS = {"share_of_corporation_capital": "percent", "multiple_of_monthly_index": "index"}
SECTIONS: tuple[tuple[Promise, tuple[str, ...]], ...] = (
    (_("What the row is for"), ("paragraph", *CODES)),
    (_("Rate"), ("rate_kind", "rate_percent", "rate_note", *PERCENTS[1:])),
    (
        _("Term and grace period"),
        (*MONTHS[:2], "term_rule", MONTHS[2], "grace_share_of_term", "grace_applies_to"),
    ),
    (_("Amount"), ("currency", *AMOUNTS, "amount_max_rule")),
    (_("Collateral and co-financing"), ("collateral", "cofinancing")),
)


def _label(name: str) -> Any:
    return TermsRow._meta.get_field(name).verbose_name  # type: ignore[union-attr]


def _choice(name: str, *, required: bool = False) -> forms.ChoiceField:
    field = TermsRow._meta.get_field(name)
    empty = "—" if required else _("all, or not stated")
    choices = [("", empty), *(field.flatchoices or [])]  # type: ignore[union-attr]
    return forms.ChoiceField(label=_label(name), required=required, choices=choices)


def months_field(name: str) -> forms.IntegerField:
    widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-5"})
    return forms.IntegerField(
        label=_label(name), required=False, min_value=1, max_value=1200, widget=widget
    )


class TermsRowForm(forms.Form):
    paragraph = forms.CharField(
        label=_("Paragraph"),
        max_length=40,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )
    rate_kind = forms.ChoiceField(
        label=_("The rate is"),
        required=False,
        choices=[("", _("not stated")), *RateKind.choices],
    )
    grace_share_of_term = forms.CharField(
        label=_("Grace period as a share of the term"),
        required=False,
        max_length=10,
        help_text=_("For example 1/3"),
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
    )
    grace_applies_to = forms.ChoiceField(
        label=_("Grace for"),
        required=False,
        choices=[("", _("not stated")), *GraceSubject.choices],
    )
    currency = CurrencyField(
        label=_("Currency"), help_text=_("Of the credit; its amounts are stated in tenge")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in CODES:
            self.fields[name] = _choice(name, required=name == "channel")
        for name in PERCENTS:
            self.fields[name] = PercentField(label=_label(name), required=False)
        for name in MONTHS:
            self.fields[name] = months_field(name)
        for name in AMOUNTS:
            self.fields[name] = AmountField(label=_label(name), required=False)
        for name in TEXTS:
            self.fields.update(text_fields(name, _label(name)))
        for name in RULES:
            self.fields.update(_rule_fields(name))

    def sections(self) -> Iterator[tuple[Promise, list[BoundField]]]:
        """The fields in the order of the page, under their headings."""
        for heading, names in SECTIONS:
            yield heading, [self[field] for name in names for field in self._fields_of(name)]

    def _fields_of(self, name: str) -> list[str]:
        if name in self.fields:
            return [name]
        parts = [f"{name}_code", f"{name}_value", *(f"{name}_{code}" for code, __ in LANGUAGES)]
        return [part for part in parts if part in self.fields]

    def values(self) -> dict[str, Any]:
        """What a write function takes; the source's cell and the conditions stay apart."""
        plain = (*CODES, *PERCENTS, *MONTHS, *AMOUNTS, *TermsRowForm.base_fields)
        values = {name: self.cleaned_data[name] for name in plain}
        values.update({name: text_of(self.cleaned_data, name) for name in TEXTS})
        values.update({name: self._rule(name) for name in RULES})
        return values

    def _rule(self, name: str) -> dict[str, str]:
        code = self.cleaned_data[f"{name}_code"]
        texts = text_of(self.cleaned_data, name)
        if not code:
            return {"code": "other", **texts} if texts else {}
        value = self.cleaned_data.get(f"{name}_value")
        figure = {"value": format(value.normalize(), "f")} if value is not None else {}
        unit = {"unit": UNITS[code]} if figure and code in UNITS else {}
        return {"code": code, **figure, **unit, **texts}


def _rule_fields(name: str) -> dict[str, forms.Field]:
    label = _label(name)
    fields: dict[str, forms.Field] = {
        f"{name}_code": forms.ChoiceField(
            label=label, required=False, choices=[("", _("none")), *RULES[name]]
        )
    }
    if name == "amount_max_rule":
        fields[f"{name}_value"] = PercentField(
            label=_("Figure of the rule"), required=False, suffix=NO_BREAK_SPACE
        )
    return {**fields, **text_fields(name, _("The rule in words"))}


class ConditionForm(forms.Form):
    """A finer condition of the row; one emptied of its texts is dropped."""

    paragraph = forms.CharField(
        label=_("Paragraph"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields.update(text_fields("text", _("Condition")))


ConditionFormSet = forms.formset_factory(ConditionForm, extra=1, max_num=60)


def conditions_of(formset: Any) -> list[dict[str, str]]:
    found = []
    for form in formset:
        if texts := text_of(form.cleaned_data, "text"):
            paragraph = form.cleaned_data.get("paragraph", "").strip()
            found.append({**texts, **({"paragraph": paragraph} if paragraph else {})})
    return found


def initial_of(row: TermsRow) -> dict[str, Any]:
    """A row as the form's first values."""
    plain = (*CODES, *PERCENTS, *MONTHS, *AMOUNTS, *TermsRowForm.base_fields)
    initial = {name: getattr(row, name) for name in plain}
    for name in (*TEXTS, *RULES):
        text = getattr(row, name) or {}
        initial.update({f"{name}_{code}": text.get(code, "") for code, __ in LANGUAGES})
    for name in RULES:
        rule = getattr(row, name) or {}
        known = {code for code, __ in RULES[name]}
        code = rule.get("code", "")
        initial[f"{name}_code"] = code if code in known or not code else "other"
        initial[f"{name}_value"] = rule.get("value")
    return initial


def initial_conditions(row: TermsRow) -> list[dict[str, str]]:
    return [
        {
            "paragraph": condition.get("paragraph", ""),
            **{f"text_{code}": condition.get(code, "") for code, __ in LANGUAGES},
        }
        for condition in row.conditions
    ]
