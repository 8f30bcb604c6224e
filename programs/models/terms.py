from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.codes import (
    Channel,
    FundSource,
    GraceSubject,
    Herd,
    Instrument,
    Purpose,
    RateKind,
    RatingStep,
)
from programs.models.programmes import Programme
from programs.models.revisions import Revision

LONGEST_TERM_MONTHS = 1200
# The terms state every amount in tenge; a credit in another currency counts as its
# equivalent at the National Bank's rate of the day of application (paragraph 48).
AMOUNT_CURRENCY = "KZT"


class RowKey(NamedTuple):
    """What a row of terms is for; an empty code holds for every value."""

    programme_id: int
    channel: str
    source: str
    purpose: str
    instrument: str
    herd: str
    rating_step: str


def _code(label: Any, choices: type[models.TextChoices], **options: Any) -> models.CharField:
    options = {"max_length": 40, "blank": True, "default": "", **options}
    return models.CharField(label, choices=choices.choices, **options)


def _percent(label: Any) -> models.DecimalField:
    limits = [MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(1000))]
    return models.DecimalField(
        label, max_digits=9, decimal_places=4, null=True, blank=True, validators=limits
    )


def _months(label: Any) -> models.PositiveSmallIntegerField:
    limit = MaxValueValidator(LONGEST_TERM_MONTHS)
    return models.PositiveSmallIntegerField(label, null=True, blank=True, validators=[limit])


def _money(label: Any) -> models.DecimalField:
    limit = MinValueValidator(Decimal(0))
    return models.DecimalField(
        label, max_digits=20, decimal_places=2, null=True, blank=True, validators=[limit]
    )


def _text(label: Any) -> models.JSONField:
    """A text by language: {"kk": …, "ru": …, "en": …}; empty where nothing is stated."""
    return models.JSONField(label, default=dict, blank=True)


def check_fraction(value: str) -> None:
    """``1/3`` or ``0.5``: more than nothing, at most the whole term."""
    try:
        share = Fraction(value)
    except (ValueError, ZeroDivisionError):
        share = Fraction(0)
    if not 0 < share <= 1:
        raise ValidationError(_("Enter a share of the term, for example 1/3 or 0.5"))


class TermsRow(models.Model):
    """The terms of one combination of channel, source, purpose and so on.

    Rates are percent a year (a markup or commission stands there too), terms are
    months, amounts are in AMOUNT_CURRENCY, also of a credit in another ``currency``.
    None and empty texts: the source states nothing.
    """

    revision = models.ForeignKey(Revision, models.PROTECT, related_name="rows")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="rows")
    ordinal = models.PositiveSmallIntegerField(default=0)
    paragraph = models.CharField(_("Paragraph"), max_length=40)

    channel = _code(_("Channel"), Channel, blank=False)
    source = _code(_("Source of funds"), FundSource)
    purpose = _code(_("Purpose"), Purpose)
    instrument = _code(_("Instrument"), Instrument)
    herd = _code(_("Livestock"), Herd)
    rating_step = _code(_("Lender's rating"), RatingStep)

    rate_kind = _code(_("The rate is"), RateKind)
    rate_percent = _percent(_("Rate, markup or commission"))
    rate_note = _text(_("Note to the rate"))
    effective_rate_from_percent = _percent(_("Annual effective rate from"))
    margin_cap_percent = _percent(_("On-lending margin, at most"))
    end_borrower_cap_percent = _percent(_("Rate for the end borrower, at most"))
    end_borrower_cap_vulnerable_percent = _percent(
        _("… for low-income people and large families, at most")
    )
    subsidised_rate_percent = _percent(_("Rate after subsidy"))

    term_months_max = _months(_("Term, at most (months)"))
    end_borrower_term_months_max = _months(_("End borrower's term, at most (months)"))
    term_rule = _text(_("Rule for the term"))
    grace_months_max = _months(_("Grace period, at most (months)"))
    grace_share_of_term = models.CharField(
        _("Grace period as a share of the term"),
        max_length=10,
        blank=True,
        validators=[check_fraction],
    )
    grace_applies_to = _code(_("Grace for"), GraceSubject)

    currency = models.CharField(_("Currency"), max_length=3, default="KZT")
    amount_min = _money(_("Amount from"))
    amount_max = _money(_("Amount to"))
    amount_max_rule = _text(_("Rule for the largest amount"))

    cofinancing = _text(_("Co-financing"))
    collateral = _text(_("Collateral"))
    conditions = models.JSONField(_("Conditions"), default=list, blank=True)
    cell = models.TextField(_("The deciding cell of the source"), blank=True)

    KEY_FIELDS = ("channel", "source", "purpose", "instrument", "herd", "rating_step")
    VALUE_FIELDS = (
        "paragraph",
        "rate_kind",
        "rate_percent",
        "rate_note",
        "effective_rate_from_percent",
        "margin_cap_percent",
        "end_borrower_cap_percent",
        "end_borrower_cap_vulnerable_percent",
        "subsidised_rate_percent",
        "term_months_max",
        "end_borrower_term_months_max",
        "term_rule",
        "grace_months_max",
        "grace_share_of_term",
        "grace_applies_to",
        "currency",
        "amount_min",
        "amount_max",
        "amount_max_rule",
        "cofinancing",
        "collateral",
        "conditions",
        "cell",
    )

    class Meta:
        ordering = ["programme__ordinal", "ordinal", "pk"]
        verbose_name = _("row of terms")
        verbose_name_plural = _("rows of terms")
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "revision",
                    "programme",
                    "channel",
                    "source",
                    "purpose",
                    "instrument",
                    "herd",
                    "rating_step",
                ],
                name="terms_row_unique_key",
                violation_error_message=_("This revision already has a row for this combination."),
            ),
            models.CheckConstraint(
                name="terms_row_codes_known",
                condition=Q(channel__in=Channel.values)
                & Q(source__in=["", *FundSource.values])
                & Q(purpose__in=["", *Purpose.values])
                & Q(instrument__in=["", *Instrument.values])
                & Q(herd__in=["", *Herd.values])
                & Q(rating_step__in=["", *RatingStep.values]),
            ),
            models.CheckConstraint(
                name="terms_row_rate_has_its_kind",
                condition=Q(rate_kind="", rate_percent__isnull=True)
                | Q(rate_kind__in=RateKind.values, rate_percent__isnull=False),
                violation_error_message=_(
                    "Say whether the rate is exact or an upper limit, and give the rate."
                ),
            ),
            models.CheckConstraint(
                name="terms_row_rates_not_negative",
                condition=Q(rate_percent__isnull=True) | Q(rate_percent__gte=0),
            ),
            models.CheckConstraint(
                name="terms_row_amounts_in_order",
                condition=Q(amount_min__isnull=True)
                | Q(amount_max__isnull=True)
                | Q(amount_max__gte=models.F("amount_min")),
                violation_error_message=_("The largest amount is below the smallest."),
            ),
        ]

    def __str__(self) -> str:
        return " · ".join([self.programme.paragraph, *filter(None, self.key[1:])])

    @property
    def key(self) -> RowKey:
        return RowKey(self.programme_id, *(getattr(self, name) for name in self.KEY_FIELDS))
