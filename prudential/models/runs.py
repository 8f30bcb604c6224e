"""Runs that measure what was filed against the norms, and their results."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from norms.append_only import AppendOnly
from prudential.models.filings import BankFigures, InputKey, OwnOrSupervised, Register


class RunCause(models.TextChoices):
    UPLOAD = "upload", _("New figures")
    CORRECTION = "correction", _("Corrected figures")
    NORMS_CHANGED = "norms_changed", _("Norms or formula changed")


class RatioRun(AppendOnly):
    """One computation: which input, under which norms, by which formula. Never overwritten."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="ratio_runs")
    reporting_date = models.DateField()
    register = models.ForeignKey(
        Register, models.PROTECT, null=True, blank=True, related_name="ratio_runs"
    )
    figures = models.ForeignKey(
        BankFigures, models.PROTECT, null=True, blank=True, related_name="ratio_runs"
    )
    input_digest = models.CharField(max_length=64)
    norms_digest = models.CharField(max_length=64)
    formula_version = models.CharField(max_length=100)
    cause = models.CharField(_("cause"), max_length=20, choices=RunCause.choices)
    computed_at = models.DateTimeField(default=timezone.now)

    objects = OwnOrSupervised.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("ratio run")
        verbose_name_plural = _("ratio runs")
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "organisation",
                    "reporting_date",
                    "input_digest",
                    "norms_digest",
                    "formula_version",
                ],
                name="ratio_run_once_per_input_norms_and_formula",
            ),
            models.CheckConstraint(
                name="ratio_run_of_register_or_figures",
                condition=Q(register__isnull=False, figures=None)
                | Q(register=None, figures__isnull=False),
            ),
            models.CheckConstraint(
                name="ratio_run_cause_known", condition=Q(cause__in=RunCause.values)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} · {self.reporting_date:%Y-%m-%d} · {self.formula_version}"

    @property
    def input_key(self) -> InputKey:
        return (self.organisation_id, self.reporting_date, self.input_digest)

    def result(self, code: str) -> "RatioResult | None":
        """The result by its code, from what is prefetched."""
        return next((result for result in self.results.all() if result.code == code), None)


class RatioCode(models.TextChoices):
    OVERDUE_90 = "overdue_90", _("Share of microcredits overdue by more than 90 days")
    OVERDUE_90_PAST_DUE = (
        "overdue_90_past_due",
        _("The same share, by the overdue part only"),
    )
    K8 = "k8", _("k8, capitalisation against obligations to non-residents")
    K9 = "k9", _("k9, the same with issued debt securities")


class Verdict(models.TextChoices):
    HELD = "held", _("Held")
    BREACHED = "breached", _("Breached")
    NO_THRESHOLD = "no_threshold", _("No threshold known")
    NOT_IN_FORCE = "not_in_force", _("Norm not in force")
    NO_RATIO = "no_ratio", _("No ratio")


class RatioResult(AppendOnly):
    """One ratio of a run: its parts in tenge, its limit and the source of the limit.

    ``value`` is the exact quotient rounded to 12 places, ``displayed`` and ``limit`` are in
    ``unit``; the verdict was made from the exact quotient.
    """

    run = models.ForeignKey(RatioRun, models.PROTECT, related_name="results")
    code = models.CharField(max_length=30, choices=RatioCode.choices)
    numerator = models.DecimalField(max_digits=30, decimal_places=2)
    denominator = models.DecimalField(max_digits=30, decimal_places=2)
    value = models.DecimalField(max_digits=42, decimal_places=12, null=True)
    displayed = models.DecimalField(max_digits=34, decimal_places=4, null=True)
    unit = models.CharField(max_length=20)
    limit = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    verdict = models.CharField(max_length=20, choices=Verdict.choices)
    norm = models.CharField(max_length=100)
    act = models.CharField(max_length=50, blank=True)
    paragraph = models.CharField(max_length=50, blank=True)
    effective_from = models.DateField(null=True)
    verified = models.BooleanField(default=False)
    details = models.JSONField(
        default=dict, help_text=_("citations, headroom, deadlines, reasons; amounts as text")
    )

    class Meta:
        verbose_name = _("ratio result")
        verbose_name_plural = _("ratio results")
        constraints = [
            models.UniqueConstraint(fields=["run", "code"], name="ratio_result_one_per_code"),
            models.CheckConstraint(
                name="ratio_result_code_known", condition=Q(code__in=RatioCode.values)
            ),
            models.CheckConstraint(
                name="ratio_result_verdict_known", condition=Q(verdict__in=Verdict.values)
            ),
            models.CheckConstraint(
                name="ratio_result_verdict_has_its_limit",
                condition=Q(
                    verdict__in=[Verdict.HELD, Verdict.BREACHED],
                    limit__isnull=False,
                    value__isnull=False,
                )
                | ~Q(verdict__in=[Verdict.HELD, Verdict.BREACHED]) & Q(limit=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run_id} · {self.code}"
