"""The subsidy case: drafts of raw answers, immutable submissions, append-only events.

The state lives in ``Case.state`` and moves only through its transitions, which
set state, who and when, and nothing else; ``applications.case_workflow`` calls
them under a row lock.
"""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from accounts.models import Membership, Organisation, Role
from files.models import StoredFile
from norms.append_only import AppendOnly
from norms.dated_rows import DatedRow
from notices.models import Notice

if TYPE_CHECKING:
    from datetime import datetime


class CaseState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    AGENT_REVIEW = "agent_review", _("Under review by the financial agent")
    RETURNED = "returned", _("Returned for correction")
    AWAITING_DECISION = "awaiting_decision", _("Awaiting the ministry's decision")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


OPEN_STATES = [
    CaseState.SUBMITTED,
    CaseState.AGENT_REVIEW,
    CaseState.RETURNED,
    CaseState.AWAITING_DECISION,
]
DECIDED_STATES = [CaseState.APPROVED, CaseState.REFUSED]


class OrderEdition(DatedRow):
    """The order's wording from a day on; a case keeps the edition of its first submission."""

    # Never null: an edition is followed by another one, the order has no end here.
    value_fields = ("code",)

    code = models.CharField(max_length=40, unique=True)
    act = models.CharField(max_length=200)
    title_kk = models.TextField(help_text=_("official title, Kazakh"))
    title_ru = models.TextField(blank=True)
    title_en = models.TextField(blank=True)
    form_heading_kk = models.TextField(help_text=_("corner text of the form, Kazakh"))
    form_opening_kk = models.TextField(help_text=_("first paragraph of the form, Kazakh"))
    form_opening_ru = models.TextField(blank=True)
    form_opening_en = models.TextField(blank=True)
    source = models.CharField(max_length=300)
    verified = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("edition of the order")
        verbose_name_plural = _("editions of the order")
        constraints = [
            models.UniqueConstraint(fields=["effective_from"], name="one_edition_begins_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.act} ({self.effective_from})"


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, membership: Membership | None) -> "CaseQuerySet":
        """Own organisation's cases; for agent and ministry all that were ever submitted."""
        if membership is None or membership.ended_at is not None:
            return self.none()
        if membership.role == Role.APPLICANT:
            return self.filter(organisation=membership.organisation)
        if membership.role in (Role.AGENT_OFFICER, Role.MINISTRY_OFFICER):
            return self.exclude(state=CaseState.DRAFT)
        return self.none()


class Case(models.Model):
    """One application for the subsidy, from its first draft to its end."""

    number = models.CharField(max_length=20, unique=True, null=True, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="cases")
    state = FSMField(_("State"), default=CaseState.DRAFT, choices=CaseState.choices, protected=True)
    edition = models.ForeignKey(OrderEdition, models.PROTECT, null=True, blank=True)
    created_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    reviewer = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="reviewed_cases"
    )
    first_submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    concluded_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+"
    )
    concluded_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="case_state_known", condition=models.Q(state__in=CaseState.values)
            ),
            models.CheckConstraint(
                name="case_numbered_once_submitted",
                condition=models.Q(
                    state=CaseState.DRAFT,
                    number=None,
                    edition=None,
                    first_submitted_at=None,
                )
                | (
                    ~models.Q(state=CaseState.DRAFT)
                    & models.Q(
                        number__isnull=False,
                        edition__isnull=False,
                        first_submitted_at__isnull=False,
                    )
                ),
            ),
            models.CheckConstraint(
                name="case_reviewed_by_someone",
                condition=~models.Q(
                    state__in=[CaseState.AGENT_REVIEW, CaseState.AWAITING_DECISION],
                    reviewer=None,
                ),
            ),
            models.CheckConstraint(
                name="case_decided_after_conclusion",
                condition=~models.Q(state__in=DECIDED_STATES)
                | models.Q(
                    concluded_by__isnull=False, decided_by__isnull=False, decided_at__isnull=False
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"draft {self.pk}"

    @transition(state, source=[CaseState.DRAFT, CaseState.RETURNED], target=CaseState.SUBMITTED)
    def submit(self, *, at: "datetime") -> None:
        self.first_submitted_at = self.first_submitted_at or at
        self.submitted_at = at
        self.concluded_by = self.concluded_at = None

    @transition(state, source=CaseState.SUBMITTED, target=CaseState.AGENT_REVIEW)
    def take(self, *, by: Membership) -> None:
        self.reviewer = by

    @transition(state, source=CaseState.AGENT_REVIEW, target=CaseState.AGENT_REVIEW)
    def take_over(self, *, by: Membership) -> None:
        self.reviewer = by

    @transition(state, source=CaseState.AGENT_REVIEW, target=CaseState.RETURNED)
    def return_for_correction(self) -> None:
        """The reviewer stays the same for the next submission."""

    @transition(state, source=CaseState.AGENT_REVIEW, target=CaseState.AWAITING_DECISION)
    def conclude(self, *, by: Membership, at: "datetime") -> None:
        self.concluded_by, self.concluded_at = by, at

    @transition(state, source=CaseState.AWAITING_DECISION, target=CaseState.AGENT_REVIEW)
    def remit(self) -> None:
        self.concluded_by = self.concluded_at = None

    @transition(state, source=CaseState.AWAITING_DECISION, target=CaseState.APPROVED)
    def approve(self, *, by: Membership, at: "datetime") -> None:
        self.decided_by, self.decided_at = by, at

    @transition(state, source=CaseState.AWAITING_DECISION, target=CaseState.REFUSED)
    def refuse(self, *, by: Membership, at: "datetime") -> None:
        self.decided_by, self.decided_at = by, at

    @transition(state, source=OPEN_STATES, target=CaseState.WITHDRAWN)
    def withdraw(self) -> None:
        """By the applicant, until decided."""


class DraftSection(models.Model):
    """Raw answers of one section as typed: unfinished and invalid ones too."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="sections")
    section = models.CharField(max_length=30)
    answers: Any = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    updated_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "section"], name="one_draft_per_section")
        ]

    def __str__(self) -> str:
        return f"{self.case}: {self.section}"


class DocumentKind(models.TextChoices):
    EXPORT_CONTRACT = "export_contract", _("Export contract")
    LENDER_DECISION = "lender_decision", _("Lender's positive decision")
    FINANCING_AGREEMENT = "financing_agreement", _("Financing agreement")
    REPAYMENT_SCHEDULE = "repayment_schedule", _("Repayment schedule")
    INSURANCE_CONTRACT = "insurance_contract", _("Insurance contract")
    ORIGIN_PROOF = "origin_proof", _("Proof of origin")
    REGISTRATION = "registration", _("Registration document")
    CONSENT = "consent", _("Consents")


class CaseDocument(models.Model):
    """One version of an uploaded document; a removed one stays on record."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="documents")
    kind = models.CharField(max_length=30, choices=DocumentKind.choices)
    version = models.PositiveIntegerField()
    name = models.CharField(max_length=255, help_text=_("file name as uploaded"))
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    uploaded_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["kind", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind", "version"], name="document_version_once"
            ),
            models.CheckConstraint(
                name="document_kind_known", condition=models.Q(kind__in=DocumentKind.values)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.version})"


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


class CheckRun(AppendOnly):
    """The findings of all checks on a submission, kept as of then."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="check_runs")
    ran_at = models.DateTimeField(default=timezone.now)
    findings: Any = models.JSONField()

    class Meta:
        ordering = ["pk"]

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
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


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


class GoodsListEdition(DatedRow):
    """An edition of the order's annex 2, imported; a sample says that it is one."""

    value_fields = ("title",)

    title = models.CharField(max_length=300)
    is_sample = models.BooleanField(default=False)
    source = models.CharField(max_length=300)

    class Meta:
        verbose_name = _("edition of the goods list")
        verbose_name_plural = _("editions of the goods list")
        constraints = [
            models.UniqueConstraint(fields=["effective_from"], name="one_goods_list_begins_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.effective_from})"


class GoodsListEntry(models.Model):
    """An HS (ТН ВЭД) prefix of 2 to 10 digits with its names."""

    edition = models.ForeignKey(GoodsListEdition, models.CASCADE, related_name="entries")
    hs_prefix = models.CharField(max_length=10)
    name_kk = models.TextField(blank=True)
    name_ru = models.TextField(blank=True)
    name_en = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "hs_prefix"], name="hs_prefix_once"),
            models.CheckConstraint(
                name="hs_prefix_digits", condition=models.Q(hs_prefix__regex=r"^[0-9]{2,10}$")
            ),
        ]

    def __str__(self) -> str:
        return self.hs_prefix


class SubsidyBudget(models.Model):
    """Money for the subsidy in a year; staff enter it with its source."""

    year = models.PositiveSmallIntegerField(unique=True)
    amount = models.DecimalField(max_digits=20, decimal_places=2)
    currency = models.CharField(max_length=3, default="KZT")
    source = models.CharField(max_length=300)

    class Meta:
        verbose_name = _("budget of a year")
        verbose_name_plural = _("budgets by year")

    def __str__(self) -> str:
        return str(self.year)
