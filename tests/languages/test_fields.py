"""Form fields: what they accept, what they say, and the markup a screen reader gets."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.template.loader import render_to_string
from django.test.html import parse_html
from django.utils import translation

from languages.choices import country_choices
from languages.forms import AmountField, CountryField, CurrencyField, DayField, PercentField
from languages.long_select import LongSelect


class SampleForm(forms.Form):
    amount = AmountField(label="Loan", suffix="₸", help_text="As in the contract")
    rate = PercentField(label="Rate")
    signed = DayField(label="Signed on")
    country = CountryField(label="Country")
    currency = CurrencyField(label="Currency", currencies=["KZT", "USD"])
    kind = forms.ChoiceField(
        label="Kind", choices=[("a", "First"), ("b", "Second")], widget=forms.RadioSelect
    )
    goods = forms.MultipleChoiceField(
        label="Goods",
        choices=[("x", "X"), ("y", "Y")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    agree = forms.BooleanField(label="I agree")
    note = forms.CharField(label="Note", widget=forms.Textarea, required=False)
    paper = forms.FileField(label="Contract", required=False)
    secret = forms.CharField(label="Password", widget=forms.PasswordInput)


ANSWERS = {
    "amount": "1 250 000,50",
    "rate": "12,6 %",
    "signed": "5.3.2026",
    "country": "KZ",
    "currency": "KZT",
    "kind": "a",
    "agree": "on",
    "secret": "x",
}


@pytest.fixture(autouse=True)
def _in_english() -> Any:
    with translation.override("en"):
        yield


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_answers_are_read_the_same_in_every_language(language: str) -> None:
    with translation.override(language):
        form = SampleForm(ANSWERS)
        assert form.is_valid(), form.errors
    assert form.cleaned_data["amount"] == Decimal("1250000.50")
    assert form.cleaned_data["rate"] == Decimal("12.6")
    assert form.cleaned_data["signed"] == date(2026, 3, 5)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("05.03.2026", date(2026, 3, 5)),
        (" 05 03 2026 ", date(2026, 3, 5)),
        ("2026-03-05", date(2026, 3, 5)),
        (date(2026, 3, 5), date(2026, 3, 5)),
    ],
)
def test_days_that_are_read(typed: Any, day: date) -> None:
    assert DayField().clean(typed) == day


@pytest.mark.parametrize("typed", ["05/03/2026", "31.02.2026", "5 March", "05.03.26", "05.03.0026"])
def test_days_that_are_refused(typed: str) -> None:
    with pytest.raises(forms.ValidationError, match=r"for example 05\.03\.2026"):
        DayField().clean(typed)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "Enter an amount"),
        ("   ", "Enter an amount"),
        ("lots", "figures only"),
        ("-1", "or more"),
        ("1,234", "no more than 2 figures after the comma"),
        ("1" * 25, "too long"),
    ],
)
def test_an_amount_error_says_what_to_do(typed: str, says: str) -> None:
    with pytest.raises(forms.ValidationError, match=says):
        AmountField().clean(typed)


@pytest.mark.parametrize("chosen", ["KZ", "", None, "no country", '"><script>'])
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_long_select_is_a_select(chosen: Any, language: str) -> None:
    with translation.override(language):
        attrs = {"id": "id_buyer", "required": True, "aria-describedby": '"hint"'}
        plain, long = (
            kind(choices=country_choices).render("buyer", chosen, attrs)
            for kind in (forms.Select, LongSelect)
        )
    assert parse_html(long) == parse_html(plain)


def test_a_long_select_escapes_names() -> None:
    assert "<b>" not in LongSelect(choices=[("<b>", "<b>&")]).render("x", "<b>")


def test_a_raw_answer_goes_back_unchanged_and_a_typed_one_formatted() -> None:
    assert AmountField().prepare_value("12 apples") == "12 apples"
    with translation.override("ru"):
        assert AmountField().prepare_value(Decimal("1250000.50")) == "1\u00a0250\u00a0000,50"
    assert DayField().prepare_value(date(2026, 3, 5)) == "05.03.2026"


def test_an_unchanged_formatted_value_is_no_change() -> None:
    field = AmountField()
    assert not field.has_changed(Decimal("1250000.50"), "1 250 000,50")
    assert field.has_changed(Decimal("1250000.50"), "1 250 000,51")


def test_every_visible_input_has_a_label_or_a_legend() -> None:
    html = str(SampleForm())
    for name in ["amount", "rate", "signed", "country", "currency", "note", "paper", "secret"]:
        assert f'for="id_{name}"' in html
        assert f'id="id_{name}"' in html
    assert html.count("<legend") == 2
    for index in (0, 1):
        assert f'for="id_kind_{index}"' in html
        assert f'id="id_goods_{index}"' in html


def test_the_browser_does_not_stop_an_unfinished_draft() -> None:
    assert " required" not in str(SampleForm())


def test_an_error_is_tied_to_its_input() -> None:
    form = SampleForm({})
    group = form["amount"].as_field_group()
    assert 'aria-describedby="id_amount_helptext id_amount_error"' in group
    assert 'id="id_amount_error"' in group
    assert 'id="id_amount_helptext"' in group
    assert 'aria-invalid="true"' in group
    assert "govuk-form-group--error" in group
    assert "govuk-input govuk-input--error govuk-input--width-10" in group
    assert '<span class="govuk-visually-hidden">Error:</span> Enter an amount' in group


@pytest.mark.parametrize(
    ("name", "markup"),
    [
        ("kind", "govuk-radios__input"),
        ("goods", "govuk-checkboxes__input"),
        ("agree", "govuk-checkboxes__input"),
        ("country", "govuk-select"),
        ("note", "govuk-textarea"),
        ("paper", "govuk-file-upload"),
        ("secret", "govuk-password-input__input"),
        ("amount", "govuk-input__suffix"),
    ],
)
def test_each_kind_of_field_gets_its_component(name: str, markup: str) -> None:
    assert markup in SampleForm()[name].as_field_group()


def test_a_chosen_radio_stays_chosen() -> None:
    group = SampleForm(ANSWERS)["kind"].as_field_group()
    assert 'value="a" id="id_kind_0" checked' in group
    assert "checked" not in group.split('value="b"')[1]


def test_the_error_summary_leads_to_the_first_input() -> None:
    form = SampleForm({})
    summary = render_to_string("components/error_summary.html", {"form": form})
    assert 'href="#id_kind_0"' in summary
    assert 'href="#id_amount"' in summary
    assert summary.count("<li>") == sum(len(errors) for errors in form.errors.values())


def test_an_unbound_or_right_form_has_no_error_summary() -> None:
    for form in (SampleForm(), SampleForm(ANSWERS)):
        assert not render_to_string("components/error_summary.html", {"form": form}).strip()


def test_a_formset_keeps_its_management_form() -> None:
    html = str(forms.formset_factory(SampleForm, extra=2)())
    assert "TOTAL_FORMS" in html
    assert 'for="id_form-1-amount"' in html
    assert html.count('<fieldset class="govuk-fieldset k-formset__item"') == 2
