"""What was done: immutable submissions and findings, append-only events."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from applications.models import personal_data
from applications.models.cases import Case
from applications.models.states import CaseState
from norms.append_only import AppendOnly
from norms.sealed_rows import SealedRow, secret_until_erased
from notices.models import Notice


def moment(at: datetime) -> str:
    """A moment as digests cover it, the same before and after the database."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def figure(value: Decimal) -> str:
    return format(value.normalize(), "f")


class Submission(SealedRow, AppendOnly):
    """The typed answers of one submission, frozen with all they relied on."""

    sealed_fields = ("answers", "documents", "buyer_name", "contract_key")
    is_personal = staticmethod(personal_data.of_submission)

    case = models.ForeignKey(Case, models.PROTECT, related_name="submissions")
    ordinal = models.PositiveSmallIntegerField()
    answers: Any = models.JSONField(help_text=_("typed answers by section, amounts as strings"))
    documents: Any = models.JSONField(help_text=_("kind, name, version and SHA-256 of each"))
    reference: Any = models.JSONField(help_text=_("reference rate relied on, or what is missing"))
    submitted_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    # Columns that lists need.
    buyer_name = models.CharField(max_length=300)
    buyer_country = models.CharField(max_length=2)
    lender_name = models.CharField(max_length=300)
    financing_amount = models.DecimalField(max_digits=20, decimal_places=2)
    financing_currency = models.CharField(max_length=3)
    nominal_rate_percent = models.DecimalField(max_digits=7, decimal_places=4)
    term_months = models.PositiveSmallIntegerField()
    contract_key = models.CharField(
        max_length=400, db_index=True, help_text=_("same contract, same key")
    )

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["case", "ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["case", "ordinal"], name="submission_ordinal_once"),
            secret_until_erased("submission_secret_until_erased"),
        ]

    def __str__(self) -> str:
        return f"{self.case} / {self.ordinal}"

    def plain_content(self) -> dict[str, Any]:
        return {
            "case": self.case_id,
            "ordinal": self.ordinal,
            "reference": self.reference,
            "submitted_by": self.submitted_by_id,
            "submitted_at": moment(self.submitted_at),
            "buyer_country": self.buyer_country,
            "lender_name": self.lender_name,
            "financing_amount": figure(self.financing_amount),
            "financing_currency": self.financing_currency,
            "nominal_rate_percent": figure(self.nominal_rate_percent),
            "term_months": self.term_months,
        }


class WhyChecked(models.TextChoices):
    SUBMISSION = "submission", _("on submission")
    ON_DEMAND = "on_demand", _("an officer asked for it")
    RECOMPUTED = "recomputed", _("the case was recomputed")
    VALUES_MOVED = "values_moved", _("a value it rests on changed")


class CheckRun(SealedRow, AppendOnly):
    """The findings of all checks on a submission, kept as of then.

    ``relied_on`` holds the dated values that the run rested on, ``moved`` the names of
    those that differ from the run before.
    """

    sealed_fields = ("findings",)
    is_personal = staticmethod(personal_data.of_check_run)

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="check_runs")
    ran_at = models.DateTimeField(default=timezone.now)
    why = models.CharField(max_length=20, choices=WhyChecked.choices, default=WhyChecked.SUBMISSION)
    by = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    findings: Any = models.JSONField()
    findings_sha256 = models.CharField(max_length=64, blank=True)
    relied_on: Any = models.JSONField(default=dict)
    relied_sha256 = models.CharField(max_length=64, blank=True)
    moved: Any = models.JSONField(default=list)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="check_run_why_known", condition=models.Q(why__in=WhyChecked.values)
            ),
            models.CheckConstraint(
                name="check_run_on_demand_by_someone",
                condition=~models.Q(why=WhyChecked.ON_DEMAND, by=None),
            ),
            secret_until_erased("check_run_secret_until_erased"),
        ]

    def __str__(self) -> str:
        return f"{self.submission} @ {self.ran_at}"

    def plain_content(self) -> dict[str, Any]:
        return {
            "submission": self.submission_id,
            "ran_at": moment(self.ran_at),
            "why": str(self.why),
            "by": self.by_id,
            "relied_on": self.relied_on,
            "moved": self.moved,
        }

    def erased_values(self, *, at: datetime) -> dict[str, Any]:
        """The digest of the bare findings goes too: it could be guessed at."""
        return {**super().erased_values(at=at), "findings_sha256": ""}


class EventKind(models.TextChoices):
    SUBMITTED = "submitted", _("Submitted")
    RESUBMITTED = "resubmitted", _("Submitted again")
    TAKEN = "taken", _("Taken for review")
    TAKEN_OVER = "taken_over", _("Review taken over by another officer")
    ASSIGNED = "assigned", _("Assigned to an officer of the financial agent")
    REASSIGNED = "reassigned", _("Assigned to another officer of the financial agent")
    RELEASED = "released", _("Given back: waits for another officer of the financial agent")
    HANDED_OVER = "handed_over", _("Handed over: the reviewer leaves")
    RETURNED = "returned", _("Returned for correction")
    CONCLUDED = "concluded", _("Concluded by the financial agent")
    REMITTED = "remitted", _("Sent back to the financial agent")
    RECOMPUTED = "recomputed", _("Recomputed with a reference rate entered since")
    RECHECKED = "rechecked", _("Checks run again")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    REFUSAL_ANNOUNCED = "refusal_announced", _("Refusal announced: the applicant is heard")
    HEARING_ANSWERED = "hearing_answered", _("Answered by the applicant")
    APPEAL_NOTED = "appeal_noted", _("Appeal noted")
    APPEAL_DECIDED = "appeal_decided", _("Outcome of the appeal noted")
    REOPENING_PROPOSED = "reopening_proposed", _("Reopening proposed")
    REOPENING_REJECTED = "reopening_rejected", _("Reopening rejected")
    REOPENED = "reopened", _("Reopened: the decision is cancelled")
    ERASED = "erased", _("Personal data erased: their time is over")


class CaseEvent(SealedRow, AppendOnly):
    """Who did what, as which membership, when and why; chained by hash within the case.

    ``hash_version`` says by which rule ``hash`` was made; ``notice_sha256`` is the digest
    of the notice as it was issued.
    """

    sealed_fields = ("reason", "details")
    is_personal = staticmethod(personal_data.of_event)

    case = models.ForeignKey(Case, models.PROTECT, related_name="events")
    ordinal = models.PositiveIntegerField()
    kind = models.CharField(max_length=30, choices=EventKind.choices)
    from_state = models.CharField(max_length=30, choices=CaseState.choices)
    to_state = models.CharField(max_length=30, choices=CaseState.choices)
    at = models.DateTimeField()
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    details: Any = models.JSONField(default=dict)
    notice = models.ForeignKey(Notice, models.PROTECT, null=True, blank=True, related_name="+")
    notice_sha256 = models.CharField(max_length=64, blank=True)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash_version = models.PositiveSmallIntegerField(default=2)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["case", "ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["case", "ordinal"], name="event_ordinal_once"),
            models.CheckConstraint(
                name="event_kind_known", condition=models.Q(kind__in=EventKind.values)
            ),
            secret_until_erased("event_secret_until_erased"),
        ]

    def __str__(self) -> str:
        return f"{self.case} #{self.ordinal} {self.kind}"

    def plain_content(self) -> dict[str, Any]:
        return {
            "version": self.hash_version,
            "case": self.case_id,
            "ordinal": self.ordinal,
            "kind": str(self.kind),
            "from_state": str(self.from_state),
            "to_state": str(self.to_state),
            "at": moment(self.at),
            "user": self.user_id,
            "membership": self.membership_id,
            "notice": self.notice_id,
            "notice_sha256": self.notice_sha256,
            "previous_hash": self.previous_hash,
        }
