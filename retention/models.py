"""How long what is kept, what was found due and erased, and when histories were checked."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, User
from applications.models import Case
from norms.append_only import AppendOnly
from norms.dated_rows import DatedRow, one_row_a_day


class RetentionClass(models.TextChoices):
    DRAFTS = "drafts", _("Drafts never submitted")
    WITHDRAWN = "withdrawn", _("Withdrawn cases")
    REFUSED = "refused", _("Refused cases")
    APPROVED = "approved", _("Approved cases")
    DOCUMENTS = "documents", _("Uploaded documents of cases that are over")
    VIEWS = "views", _("Records of who viewed or took away what")
    SESSIONS = "sessions", _("Sessions of signing in")
    INVITATIONS = "invitations", _("Invitations")
    ACCOUNTS = "accounts", _("Accounts without activity")


# Erased when a person of the ministry has confirmed it, two where a decision is concerned.
CONFIRMED_BY_TWO = (RetentionClass.REFUSED, RetentionClass.APPROVED, RetentionClass.DOCUMENTS)
CONFIRMED_BY_ONE = (RetentionClass.DRAFTS, RetentionClass.WITHDRAWN, RetentionClass.ACCOUNTS)
# Technical traces: setting the period is the decision, every due row goes by itself.
BY_ITSELF = (RetentionClass.VIEWS, RetentionClass.SESSIONS, RetentionClass.INVITATIONS)


class RetentionPeriod(DatedRow):
    """Months that a class of data is kept, from a day on; null: kept, no time is known."""

    series_fields = ("retention_class",)
    value_fields = ("months",)

    retention_class = models.CharField(
        _("kind of data"), max_length=20, choices=RetentionClass.choices
    )
    months = models.PositiveSmallIntegerField(_("months"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300)
    verified = models.BooleanField(_("compared with the act's text"), default=False)
    author = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta(DatedRow.Meta):
        verbose_name = _("period of keeping")
        verbose_name_plural = _("periods of keeping")
        constraints = [
            *one_row_a_day("retention_class", name="retention_period_one_row_a_day"),
            models.CheckConstraint(
                name="retention_class_known",
                condition=models.Q(retention_class__in=RetentionClass.values),
            ),
            models.CheckConstraint(
                name="retention_at_least_a_month",
                condition=models.Q(months=None) | models.Q(months__gte=1),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.retention_class} ({self.effective_from})"


class LegalHold(models.Model):
    """A case that is kept whatever its period: who says so, why, until somebody lifts it."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="holds")
    reason = models.TextField(_("reason"))
    set_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    lifted_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("hold")
        verbose_name_plural = _("holds")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(lifted_at=None), name="hold_one_standing"
            ),
            models.CheckConstraint(name="hold_has_a_reason", condition=~models.Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.set_at}"


class Erasure(models.Model):
    """One thing whose time is over: found, confirmed, erased; or no longer due.

    ``subject_id`` is the key of a case or a person, by the class; the row outlives it.
    """

    retention_class = models.CharField(max_length=20, choices=RetentionClass.choices)
    subject_id = models.PositiveBigIntegerField()
    label = models.CharField(max_length=60)
    counted_from = models.DateField()
    due_on = models.DateField()
    period = models.ForeignKey(RetentionPeriod, models.PROTECT, related_name="+")
    found_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    seconded_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+"
    )
    seconded_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["retention_class", "subject_id"],
                condition=models.Q(dropped_at=None, done_at=None),
                name="erasure_one_open",
            ),
            models.CheckConstraint(
                name="erasure_seconded_by_another",
                condition=models.Q(seconded_by=None)
                | (
                    models.Q(confirmed_by__isnull=False)
                    & ~models.Q(seconded_by=models.F("confirmed_by"))
                ),
            ),
            models.CheckConstraint(
                name="erasure_done_once_confirmed",
                condition=models.Q(done_at=None) | models.Q(confirmed_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.retention_class} {self.label}"

    @property
    def needs_two(self) -> bool:
        return self.retention_class in CONFIRMED_BY_TWO

    @property
    def is_confirmed(self) -> bool:
        last = self.seconded_by_id if self.needs_two else self.confirmed_by_id
        return last is not None


class ErasureRequest(models.Model):
    """A person asked for the erasure of their data; what stays was answered at once."""

    user = models.ForeignKey(User, models.PROTECT, related_name="erasure_requests")
    asked_at = models.DateTimeField()
    stays: Any = models.JSONField(help_text=_("codes of what must stay, as answered"))
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("request for erasure")
        verbose_name_plural = _("requests for erasure")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(answered_at=None),
                name="erasure_request_one_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.asked_at}"


class HistoryRoom(models.TextChoices):
    CASES = "cases", _("Cases")
    BREACHES = "breaches", _("Breaches of limits")


class HistoryCheck(AppendOnly):
    """All histories of a room were checked: how many, how many broken, the first breaks."""

    room = models.CharField(max_length=20, choices=HistoryRoom.choices)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    checked = models.PositiveIntegerField()
    broken = models.PositiveIntegerField()
    breaks: Any = models.JSONField(default=list, help_text=_("number, event and reason"))

    class Meta:
        verbose_name = _("check of histories")
        verbose_name_plural = _("checks of histories")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="history_check_room_known", condition=models.Q(room__in=HistoryRoom.values)
            )
        ]

    def __str__(self) -> str:
        return f"{self.room} {self.ended_at}"
