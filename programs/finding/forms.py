"""What people ask the catalogue: filters of the list, the finder, a comparison, a search."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from languages.forms import AmountField, TypedNumberField
from programs.codes import Channel, FundSource, Herd, Instrument, Purpose
from programs.eligibility import MfoFacts, MfoRating, NewPartnership
from programs.finding.judgement import Wish
from programs.forms import OnDayForm
from programs.terms_in_force import UnknownRating, rating_step

CURRENCIES = ("KZT", "RUB")
LONGEST_TERM = 1200
WORDS_MAX = 200


def _choice(label: Any, choices: Any, empty: Any, **options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=[("", empty), *choices], required=False, **options
    )


def _truth(label: Any) -> forms.TypedChoiceField:
    """Yes, no, or not said (None)."""
    return forms.TypedChoiceField(
        label=label,
        choices=[("", _("not said")), ("yes", _("yes")), ("no", _("no"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        required=False,
    )


def _count(label: Any, limit: int, **options: Any) -> forms.IntegerField:
    attrs = {"inputmode": "numeric", "class": "govuk-input--width-5", "autocomplete": "off"}
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=limit,
        required=False,
        widget=forms.TextInput(attrs=attrs),
        **options,
    )


def _number(label: Any, **options: Any) -> TypedNumberField:
    return TypedNumberField(label=label, min_value=Decimal(0), required=False, **options)


class TermsFilterForm(OnDayForm):
    """Filters of the list of programmes; each may stay empty."""

    channel = _choice(_("Channel"), Channel.choices, _("any channel"))
    purpose = _choice(_("Purpose"), Purpose.choices, _("any purpose"))
    source = _choice(_("Source of funds"), FundSource.choices, _("any source"))
    currency = _choice(_("Currency"), [(c, c) for c in CURRENCIES], _("any currency"))
    amount = AmountField(label=_("Amount"), required=False)
    term_months = _count(_("Term (months)"), LONGEST_TERM)

    def wish(self) -> Wish:
        names = ("channel", "purpose", "source", "currency", "amount", "term_months")
        return Wish(**{name: self.cleaned_data[name] for name in names})


class FinderForm(TermsFilterForm):
    """Who asks, for what, and what decides beside the rows: each may stay empty."""

    rating = forms.CharField(
        label=_("Lender's rating"),
        required=False,
        max_length=10,
        help_text=_("By S&P or Fitch, for example BB-"),
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5", "autocomplete": "off"}),
    )
    herd = _choice(_("Livestock"), Herd.choices, _("not said"))
    instrument = _choice(_("Islamic instrument"), Instrument.choices, _("not said"))
    corporation_capital = AmountField(
        label=_("The Corporation's own capital"),
        required=False,
        help_text=_("Many largest amounts are a share of it; without it they stay not known"),
    )
    new_partnership = forms.BooleanField(
        label=_("The Corporation has not worked with this partnership before"), required=False
    )
    members = _count(_("Members now"), 1_000_000)
    expected_members = _count(_("Members expected within 12 months"), 1_000_000)
    charter_capital = AmountField(label=_("Charter capital"), required=False)
    deposit = AmountField(label=_("Deposit securing the obligations"), required=False)
    mfo_rating = _choice(
        _("The Corporation's rating of the MFO"),
        [
            (MfoRating.HIGHLY_RELIABLE.value, _("highly reliable")),
            (MfoRating.RELIABLE.value, _("reliable")),
            (MfoRating.OTHER.value, _("another")),
        ],
        _("not said"),
    )
    provisions_ratio = _number(_("Provisions to the portfolio more than 90 days late"))
    k3 = _number(_("k3 with the new financing"))
    years_active = _number(_("Years of core activity"))
    processes_audited = _truth(_("The Corporation audits the processes"))
    of_state_or_atameken = _truth(_("Set up with the State or by Atameken"))
    statements_audited = _truth(_("Statements of the year before are audited"))
    founders_guarantee = _truth(_("The founders give a guarantee"))
    founders_state_or_noncommercial = _truth(_("The founders are of the State or non-commercial"))
    liabilities = AmountField(label=_("Liabilities with the new financing"), required=False)
    equity = AmountField(label=_("Own capital"), required=False)

    WISH = ("on", "channel", "purpose", "amount", "currency", "term_months", "source")
    MORE = ("rating", "herd", "instrument", "corporation_capital")
    PARTNERSHIP = ("new_partnership", "members", "expected_members", "charter_capital", "deposit")
    MFO_FACTS = (
        "provisions_ratio",
        "k3",
        "years_active",
        "processes_audited",
        "of_state_or_atameken",
        "statements_audited",
        "founders_guarantee",
        "founders_state_or_noncommercial",
    )
    MFO = ("mfo_rating", *MFO_FACTS, "liabilities", "equity")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["channel"].label = _("Who you are")
        self.fields["on"].label = _("On the day")

    def sections(self) -> list[dict[str, Any]]:
        """The parts behind the first questions; open where something was said."""
        titles = (
            (_("More about the loan"), self.MORE),
            (_("About a credit partnership"), self.PARTNERSHIP),
            (_("About a microfinance organisation"), self.MFO),
        )
        return [
            {
                "title": title,
                "fields": [self[name] for name in names],
                "open": any(self.data.get(name) for name in names),
            }
            for title, names in titles
        ]

    def first_fields(self) -> list[Any]:
        return [self[name] for name in self.WISH]

    def clean_rating(self) -> str:
        rating = str(self.cleaned_data["rating"]).strip()
        if rating:
            try:
                rating_step(rating)
            except UnknownRating:
                raise ValidationError(_("Enter a rating of the scale, for example BB-")) from None
        return rating

    def wish(self) -> Wish:
        data = self.cleaned_data
        names = ("channel", "purpose", "source", "currency", "instrument", "herd", "rating")
        more = ("amount", "term_months", "corporation_capital", "liabilities", "equity")
        return Wish(
            **{name: data[name] for name in (*names, *more)},
            new_partnership=self._partnership(),
            mfo=self._mfo(),
        )

    def _partnership(self) -> NewPartnership | None:
        if not self.cleaned_data["new_partnership"]:
            return None
        names = ("members", "expected_members", "charter_capital", "deposit")
        return NewPartnership(**{name: self.cleaned_data[name] for name in names})

    def _mfo(self) -> MfoFacts | None:
        data = self.cleaned_data
        if data["channel"] != Channel.MFO:
            return None
        rating = MfoRating(data["mfo_rating"]) if data["mfo_rating"] else None
        return MfoFacts(rating=rating, **{name: data[name] for name in self.MFO_FACTS})


class SearchForm(forms.Form):
    q = forms.CharField(
        label=_("Search the programmes, instruments and terms"),
        required=False,
        max_length=WORDS_MAX,
        strip=True,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    marks_optional = False
