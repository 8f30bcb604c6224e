"""What was done: immutable submissions and findings, append-only events."""

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from applications.models.cases import Case
from applications.models.states import CaseState
from norms.append_only import AppendOnly
from notices.models import Notice


class Submission(AppendOnly):
    """The typed answers of one submission, frozen with all they relied on."""

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
            models.UniqueConstraint(fields=["case", "ordinal"], name="submission_ordinal_once")
        ]

    def __str__(self) -> str:
        return f"{self.case} / {self.ordinal}"


class WhyChecked(models.TextChoices):
    SUBMISSION = "submission", _("on submission")
    ON_DEMAND = "on_demand", _("an officer asked for it")
    RECOMPUTED = "recomputed", _("the case was recomputed")
    VALUES_MOVED = "values_moved", _("a value it rests on changed")


class CheckRun(AppendOnly):
    """The findings of all checks on a submission, kept as of then.

    ``relied_on`` holds the dated values that the run rested on, ``moved`` the names of
    those that differ from the run before.
    """

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
        ]

    def __str__(self) -> str:
        return f"{self.submission} @ {self.ran_at}"


class EventKind(models.TextChoices):
    SUBMITTED = "submitted", _("Submitted")
    RESUBMITTED = "resubmitted", _("Submitted again")
    TAKEN = "taken", _("Taken for review")
    TAKEN_OVER = "taken_over", _("Review taken over by another officer")
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


class CaseEvent(AppendOnly):
    """Who did what, as which membership, when and why; chained by hash within the case."""

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
    previous_hash = models.CharField(max_length=64, blank=True)
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
        ]

    def __str__(self) -> str:
        return f"{self.case} #{self.ordinal} {self.kind}"
