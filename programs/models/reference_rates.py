from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from norms.dated_rows import DatedRow
from programs.interest_subsidy import TermBucket


class RateSeries(models.TextChoices):
    """Which published rate; the value is the API's code."""

    BASE_RATE = "base_rate", _("Base rate of the National Bank of Kazakhstan")
    KEY_RATE = "key_rate", _("Key rate of the Bank of Russia")
    CIRR = "cirr", _("CIRR, commercial interest reference rate")


class PublishedRate(DatedRow):
    """What a publication says: ``value_percent`` (not halved) from a day on, None ends it.

    Nothing is known after ``known_until``, where it is set.
    """

    VALUE_NAMES: ClassVar[tuple[str, ...]] = (
        "value_percent",
        "known_until",
        "decided",
        "decision",
        "source",
        "verified",
    )
    SERIES_NAMES: ClassVar[tuple[str, ...]] = ("kind", "currency", "term_bucket")
    series_fields = SERIES_NAMES
    value_fields = ("value_percent",)

    kind = models.CharField(_("Rate"), max_length=12, choices=RateSeries.choices)
    currency = models.CharField(_("Currency"), max_length=3)
    term_bucket = models.CharField(
        _("Repayment term"),
        max_length=20,
        blank=True,
        default="",
        choices=[
            (TermBucket.UP_TO_5_YEARS.value, _("up to 5 years")),
            (TermBucket.OVER_5_TO_8_5_YEARS.value, _("over 5 to 8.5 years")),
            (TermBucket.OVER_8_5_YEARS.value, _("over 8.5 years")),
        ],
    )
    value_percent = models.DecimalField(
        _("Value, % a year"), max_digits=7, decimal_places=4, null=True, blank=True
    )
    decided = models.DateField(_("Decided on"), null=True, blank=True)
    decision = models.CharField(_("Decision"), max_length=300, blank=True)
    known_until = models.DateField(_("Known until"), null=True, blank=True)
    source = models.CharField(_("Source"), max_length=500)
    verified = models.BooleanField(_("Verified against the publication"), default=False)

    class Meta(DatedRow.Meta):
        abstract = True

    @property
    def series(self) -> tuple[str, str, str]:
        return self.kind, self.currency, self.term_bucket

    def published(self) -> dict[str, Any]:
        """Series, first day and values, by field."""
        names = (*self.SERIES_NAMES, "effective_from", *self.VALUE_NAMES)
        return {name: getattr(self, name) for name in names}


SERIES_RULE = _(
    "The base rate is for the tenge and the key rate for the rouble, both without "
    "a repayment term; a CIRR is for another currency and names its term."
)
KNOWN_RULE = _("The day until which it is known is before its first.")


def is_possible_series(kind: str, currency: str, term_bucket: str) -> bool:
    """The rule that ``possible_values`` puts on the tables, for pages that ask before."""
    if kind == RateSeries.CIRR:
        return currency not in ("KZT", "RUB") and term_bucket in list(TermBucket)
    return (kind, currency, term_bucket) in (("base_rate", "KZT", ""), ("key_rate", "RUB", ""))


def possible_values(prefix: str) -> list[models.CheckConstraint]:
    """What every table of published rates refuses; ``prefix`` begins the constraints' names."""
    return [
        models.CheckConstraint(
            name=f"{prefix}_series_known",
            condition=Q(kind=RateSeries.BASE_RATE, currency="KZT", term_bucket="")
            | Q(kind=RateSeries.KEY_RATE, currency="RUB", term_bucket="")
            | (
                Q(kind=RateSeries.CIRR, term_bucket__in=[b.value for b in TermBucket])
                & ~Q(currency__in=["KZT", "RUB"])
            ),
            violation_error_message=SERIES_RULE,
        ),
        models.CheckConstraint(
            name=f"{prefix}_not_negative",
            condition=Q(value_percent__isnull=True) | Q(value_percent__gte=0),
        ),
        models.CheckConstraint(
            name=f"{prefix}_known_from_its_first_day",
            condition=Q(known_until__isnull=True) | Q(known_until__gte=models.F("effective_from")),
            violation_error_message=KNOWN_RULE,
        ),
    ]


class ReferenceRateQuerySet(models.QuerySet["ReferenceRate"]):
    """The questions of a dated row, asked of the rows that no correction replaced."""

    def current(self) -> "ReferenceRateQuerySet":
        return self.filter(superseded_at=None)

    def started(self, on: date) -> "ReferenceRateQuerySet":
        """The newest row of every series that began by ``on``, an end included."""
        same_series = {field: OuterRef(field) for field in ReferenceRate.series_fields}
        rows = ReferenceRate.objects.current().filter(**same_series, effective_from__lte=on)
        newest = rows.order_by("-effective_from").values("pk")[:1]
        return self.current().filter(pk=Subquery(newest))

    def in_force(self, on: date) -> "ReferenceRateQuerySet":
        """The row of every series that began by ``on`` and neither ended nor ran out."""
        started = self.started(on).exclude(ReferenceRate.is_an_end())
        return started.filter(Q(known_until=None) | Q(known_until__gte=on))

    def history(self) -> "ReferenceRateQuerySet":
        """Series by series, newest row first."""
        return self.order_by(*ReferenceRate.series_fields, "-effective_from", "-pk")


class ReferenceRate(PublishedRate):
    """A published rate that counts from its first day on; never edited.

    ``author`` proposed it and a second person approved it (``proposed_as``); a row
    without an author came with the catalogue's source. A correction is a new row that
    names the one it replaces; the replaced row stays, marked by ``superseded_at``.
    """

    note = models.JSONField(_("Note"), default=dict, blank=True)
    author = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    proposed_as = models.OneToOneField(
        "programs.ProposedRate", models.PROTECT, null=True, blank=True, related_name="rate"
    )
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    correction_reason = models.TextField(_("Reason for the correction"), blank=True)
    superseded_at = models.DateTimeField(null=True, blank=True)

    objects = ReferenceRateQuerySet.as_manager()  # type: ignore[assignment,misc]

    class Meta(PublishedRate.Meta):
        abstract = False
        verbose_name = _("reference rate")
        verbose_name_plural = _("reference rates")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "currency", "term_bucket", "effective_from"],
                condition=Q(superseded_at=None),
                name="reference_rate_one_row_a_day",
                violation_error_message=_("This series already has a row from this day."),
            ),
            *possible_values("reference_rate"),
            models.CheckConstraint(
                name="reference_rate_correction_has_reason",
                condition=Q(supersedes__isnull=True) | ~Q(correction_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.currency} {self.effective_from}"
