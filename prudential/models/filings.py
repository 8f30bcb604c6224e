"""What is filed: portfolio registers of microfinance organisations, figures of banks."""

import hashlib
from datetime import date
from typing import Self

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Organisation, Role
from files.models import StoredFile
from norms.append_only import AppendOnly, AppendOnlyQuerySet

InputKey = tuple[int, date, str]
"""What was measured: organisation, reporting date, SHA-256 of the input."""


class RegisterState(models.TextChoices):
    UPLOADED = "uploaded", _("Waiting to be read")
    READING = "reading", _("Being read")
    ACCEPTED = "accepted", _("Accepted")
    REJECTED = "rejected", _("Rejected")


class RegisterQuerySet(models.QuerySet["Register"]):
    def visible_to(self, membership: Membership | None) -> "RegisterQuerySet":
        """A reporter sees the organisation's own; the supervisor sees what was accepted."""
        if membership is None:
            return self.none()
        if membership.role == Role.REPORTER:
            return self.filter(organisation_id=membership.organisation_id)
        if membership.role == Role.SUPERVISOR:
            return self.filter(state=RegisterState.ACCEPTED)
        return self.none()

    def current(self) -> "RegisterQuerySet":
        """The accepted register of every organisation and date that no later one corrects."""
        accepted = self.model._base_manager.filter(
            organisation_id=OuterRef("organisation_id"),
            cut_off_date=OuterRef("cut_off_date"),
            state=RegisterState.ACCEPTED,
        )
        return self.filter(pk=Subquery(accepted.order_by("-version").values("pk")[:1]))

    def last_filed(self) -> "RegisterQuerySet":
        """The current register of every organisation's last reporting date."""
        accepted = self.model._base_manager.filter(
            organisation_id=OuterRef("organisation_id"), state=RegisterState.ACCEPTED
        )
        newest = accepted.order_by("-cut_off_date", "-version")
        return self.filter(pk=Subquery(newest.values("pk")[:1]))


class Register(models.Model):
    """An MFO's portfolio on a day: the file as it came, and its rows once read.

    A corrected register is the next version for the same day; nothing is replaced.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="registers")
    cut_off_date = models.DateField(_("cut-off date"))
    version = models.PositiveSmallIntegerField(_("version"))
    state = models.CharField(
        max_length=10, choices=RegisterState.choices, default=RegisterState.UPLOADED
    )
    original = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    original_name = models.CharField(_("file name"), max_length=200)
    content = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+",
        help_text=_("the accepted rows, Parquet"),
    )  # fmt: skip
    errors = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+",
        help_text=_("every error by row and column, Parquet"),
    )  # fmt: skip
    error_counts = models.JSONField(default=dict, blank=True, help_text=_("errors by rule"))
    row_count = models.PositiveIntegerField(null=True, blank=True)
    uploaded_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+",
        help_text=_("empty: the portal's operator, by command"),
    )  # fmt: skip
    uploaded_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = RegisterQuerySet.as_manager()

    class Meta:
        verbose_name = _("portfolio register")
        verbose_name_plural = _("portfolio registers")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "cut_off_date", "version"], name="register_one_per_version"
            ),
            models.CheckConstraint(
                name="register_state_known", condition=Q(state__in=RegisterState.values)
            ),
            models.CheckConstraint(
                name="register_content_when_accepted",
                condition=Q(state=RegisterState.ACCEPTED, content__isnull=False, errors=None)
                | ~Q(state=RegisterState.ACCEPTED) & Q(content=None),
            ),
            models.CheckConstraint(
                name="register_errors_when_rejected",
                condition=Q(state=RegisterState.REJECTED, errors__isnull=False)
                | ~Q(state=RegisterState.REJECTED) & Q(errors=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} · {self.cut_off_date:%Y-%m-%d} · {self.version}"

    @property
    def is_read(self) -> bool:
        return self.state in (RegisterState.ACCEPTED, RegisterState.REJECTED)

    @property
    def error_count(self) -> int:
        return sum(self.error_counts.values())

    @property
    def reporting_date(self) -> date:
        return self.cut_off_date

    @property
    def input_key(self) -> InputKey:
        return (self.organisation_id, self.cut_off_date, self.input_digest)

    @property
    def input_digest(self) -> str:
        return self.original.sha256


class OwnOrSupervised(AppendOnlyQuerySet):
    """Rows of an organisation: its reporter sees them, and the supervisor sees all."""

    def visible_to(self, membership: Membership | None) -> Self:
        if membership is None:
            return self.none()
        if membership.role == Role.REPORTER:
            return self.filter(organisation_id=membership.organisation_id)
        return self.all() if membership.role == Role.SUPERVISOR else self.none()


class BankFiguresQuerySet(OwnOrSupervised):
    def last_filed(self) -> "BankFiguresQuerySet":
        """The last figures of every bank's last reporting date."""
        entered = self.model._base_manager.filter(organisation_id=OuterRef("organisation_id"))
        return self.filter(pk=Subquery(entered.order_by("-on", "-pk").values("pk")[:1]))

    def current(self) -> "BankFiguresQuerySet":
        """The last entered figures of every bank and day."""
        entered = self.model._base_manager.filter(
            organisation_id=OuterRef("organisation_id"), on=OuterRef("on")
        )
        return self.filter(pk=Subquery(entered.order_by("-pk").values("pk")[:1]))


class BankFigures(AppendOnly):
    """A bank's own capital and obligations on a day, tenge; a correction is a new row."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="bank_figures")
    on = models.DateField(_("reporting date"))
    own_capital = models.DecimalField(_("own capital"), max_digits=22, decimal_places=2)
    obligations_to_nonresidents = models.DecimalField(
        _("obligations to non-residents"), max_digits=22, decimal_places=2
    )
    issued_debt_securities = models.DecimalField(
        _("issued debt securities"), max_digits=22, decimal_places=2
    )
    entered_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)

    objects = BankFiguresQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("bank's figures")
        verbose_name_plural = _("banks' figures")
        constraints = [
            models.CheckConstraint(
                name="bank_figures_own_capital_above_zero", condition=Q(own_capital__gt=0)
            ),
            models.CheckConstraint(
                name="bank_figures_obligations_not_negative",
                condition=Q(obligations_to_nonresidents__gte=0, issued_debt_securities__gte=0),
            ),
        ]
        indexes = [models.Index(fields=["organisation", "on"], name="bank_figures_by_day")]

    def __str__(self) -> str:
        return f"{self.organisation_id} · {self.on:%Y-%m-%d}"

    @property
    def reporting_date(self) -> date:
        return self.on

    @property
    def input_key(self) -> InputKey:
        return (self.organisation_id, self.on, self.input_digest)

    @property
    def input_digest(self) -> str:
        """SHA-256 of the figures in their exact text."""
        figures = (self.own_capital, self.obligations_to_nonresidents, self.issued_debt_securities)
        text = " ".join(f"{figure:.2f}" for figure in figures)
        return hashlib.sha256(text.encode()).hexdigest()
