"""A breach of a limit, the organisation's plan, and all that was done about them.

The state lives in ``Breach.state`` and moves only through its transitions, which set
state and days and nothing else; ``prudential.breach_workflow`` and
``prudential.breach_opening`` call them under a row lock.
"""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from accounts.models import Membership, Organisation, Role
from norms.append_only import AppendOnly
from notices.models import Notice
from prudential.models.runs import RatioResult

if TYPE_CHECKING:
    from datetime import datetime


class BreachState(models.TextChoices):
    PLAN_DUE = "plan_due", _("Plan due")
    FILED = "filed", _("Plan filed")
    REMARKS = "remarks", _("Remarks on the plan")
    REVISED = "revised", _("Revised plan filed")
    OBJECTED = "objected", _("Objection to the remarks")
    APPROVED = "approved", _("Plan approved")
    FULFILLED = "fulfilled", _("Back within the limit")
    CORRECTED = "corrected", _("Corrected: no breach")


AWAITING_ANSWER = [BreachState.FILED, BreachState.REVISED, BreachState.OBJECTED]
OPEN_STATES = [
    BreachState.PLAN_DUE,
    BreachState.REMARKS,
    BreachState.APPROVED,
    *AWAITING_ANSWER,
]


class BreachQuerySet(models.QuerySet["Breach"]):
    def visible_to(self, membership: Membership | None) -> Self:
        """A reporter sees the organisation's own, the supervisor all of them."""
        if membership is None or membership.ended_at is not None:
            return self.none()
        if membership.role == Role.REPORTER:
            return self.filter(organisation_id=membership.organisation_id)
        return self.all() if membership.role == Role.SUPERVISOR else self.none()

    def open(self) -> Self:
        return self.filter(state__in=OPEN_STATES)


class Breach(models.Model):
    """A limit exceeded on a reporting date, and how far its plan has come.

    ``result`` is the newest result for the date. The days are null where the paragraph
    that sets them was not in force, or its wording is not known, on the reporting date.
    """

    number = models.CharField(max_length=20, unique=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="breaches")
    norm = models.CharField(max_length=100)
    reporting_date = models.DateField(_("reporting date"))
    result = models.ForeignKey(RatioResult, models.PROTECT, related_name="breaches")
    state = FSMField(
        _("state"), default=BreachState.PLAN_DUE, choices=BreachState.choices, protected=True
    )
    opened_at = models.DateTimeField()
    plan_due_on = models.DateField(null=True, blank=True)
    approval_due_on = models.DateField(null=True, blank=True)
    answer_due_on = models.DateField(null=True, blank=True)
    filed_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = BreachQuerySet.as_manager()

    class Meta:
        verbose_name = _("breach")
        verbose_name_plural = _("breaches")
        ordering = ["-reporting_date", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "norm", "reporting_date"],
                name="breach_once_per_organisation_norm_and_date",
            ),
            models.CheckConstraint(
                name="breach_state_known", condition=Q(state__in=BreachState.values)
            ),
            models.CheckConstraint(
                name="breach_plan_was_filed",
                condition=Q(
                    state__in=[
                        BreachState.PLAN_DUE,
                        BreachState.FULFILLED,
                        BreachState.CORRECTED,
                    ]
                )
                | Q(filed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="breach_approved_at_a_moment",
                condition=~Q(state=BreachState.APPROVED) | Q(approved_at__isnull=False),
            ),
            models.CheckConstraint(
                name="breach_closed_once_over",
                condition=Q(
                    state__in=[BreachState.FULFILLED, BreachState.CORRECTED],
                    closed_at__isnull=False,
                )
                | ~Q(state__in=[BreachState.FULFILLED, BreachState.CORRECTED]) & Q(closed_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @transition(state, source=BreachState.PLAN_DUE, target=BreachState.FILED)
    def file(self, *, at: "datetime", answer_due_on: date | None) -> None:
        self.filed_at = self.filed_at or at
        self.answer_due_on, self.answered_at = answer_due_on, None

    @transition(state, source=BreachState.REMARKS, target=BreachState.REVISED)
    def revise(self, *, answer_due_on: date | None) -> None:
        self.answer_due_on, self.answered_at = answer_due_on, None

    @transition(state, source=BreachState.REMARKS, target=BreachState.OBJECTED)
    def object(self) -> None:
        """The act sets no time for answering an objection."""
        self.answer_due_on = self.answered_at = None

    @transition(state, source=AWAITING_ANSWER, target=BreachState.APPROVED)
    def approve(self, *, at: "datetime") -> None:
        self.approved_at = self.answered_at = at

    @transition(state, source=AWAITING_ANSWER, target=BreachState.REMARKS)
    def remark(self, *, at: "datetime") -> None:
        self.answered_at = at

    @transition(state, source=OPEN_STATES, target=BreachState.FULFILLED)
    def fulfil(self, *, at: "datetime") -> None:
        self.closed_at = at

    @transition(state, source=OPEN_STATES, target=BreachState.CORRECTED)
    def correct(self, *, at: "datetime") -> None:
        self.closed_at = at

    @transition(state, source=BreachState.CORRECTED, target=BreachState.PLAN_DUE)
    def reopen(self) -> None:
        """A still later correction of the register exceeds the limit again."""
        self.closed_at = self.answer_due_on = self.answered_at = self.filed_at = None
        self.approved_at = None


class PlanDraft(models.Model):
    """What the organisation has typed so far, as typed."""

    breach = models.OneToOneField(Breach, models.CASCADE, related_name="draft")
    answers: Any = models.JSONField(default=dict)
    saved_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("draft of a plan")
        verbose_name_plural = _("drafts of plans")

    def __str__(self) -> str:
        return str(self.breach_id)


class PlanVersion(AppendOnly):
    """A plan as it was filed; a revised plan is the next version."""

    breach = models.ForeignKey(Breach, models.PROTECT, related_name="plans")
    ordinal = models.PositiveSmallIntegerField()
    begins_on = models.DateField(_("first day of the plan"))
    ends_on = models.DateField(_("last day of the plan"))
    filed_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    filed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("action plan")
        verbose_name_plural = _("action plans")
        ordering = ["breach", "ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["breach", "ordinal"], name="plan_ordinal_once"),
            models.CheckConstraint(
                name="plan_ends_after_it_begins", condition=Q(ends_on__gt=models.F("begins_on"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.breach_id} / {self.ordinal}"


class PlanMeasure(AppendOnly):
    """A point of a plan: what, in which order, until when, and who answers for it."""

    plan = models.ForeignKey(PlanVersion, models.PROTECT, related_name="measures")
    ordinal = models.PositiveSmallIntegerField()
    what = models.TextField(_("measure"))
    how = models.TextField(_("order of carrying out"))
    until = models.DateField(_("until"))
    manager = models.CharField(_("responsible manager"), max_length=300)

    class Meta:
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        ordering = ["plan", "ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "ordinal"], name="measure_ordinal_once"),
            models.CheckConstraint(
                name="measure_complete", condition=~Q(what="") & ~Q(how="") & ~Q(manager="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} #{self.ordinal}"


class EventKind(models.TextChoices):
    OPENED = "opened", _("Breach opened")
    REOPENED = "reopened", _("Breach opened again")
    MEASURED = "measured", _("Measured again, still above the limit")
    CORRECTED = "corrected", _("Closed: the corrected register is within the limit")
    FILED = "filed", _("Plan filed")
    REVISED = "revised", _("Revised plan filed")
    OBJECTED = "objected", _("Objection to the remarks")
    REMARKED = "remarked", _("Remarks on the plan")
    APPROVED = "approved", _("Plan approved")
    FULFILLED = "fulfilled", _("Notice that the share is back within the limit")


class PrudentialEvent(AppendOnly):
    """Who did what about a breach; nobody where a run did it. Chained by hash."""

    breach = models.ForeignKey(Breach, models.PROTECT, related_name="events")
    ordinal = models.PositiveIntegerField()
    kind = models.CharField(max_length=30, choices=EventKind.choices)
    from_state = models.CharField(max_length=30, choices=BreachState.choices, blank=True)
    to_state = models.CharField(max_length=30, choices=BreachState.choices)
    at = models.DateTimeField()
    membership = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.TextField(blank=True)
    details: Any = models.JSONField(default=dict)
    notice = models.ForeignKey(Notice, models.PROTECT, null=True, blank=True, related_name="+")
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("event of a breach")
        verbose_name_plural = _("events of breaches")
        ordering = ["breach", "ordinal"]
        constraints = [
            models.UniqueConstraint(
                fields=["breach", "ordinal"], name="prudential_event_ordinal_once"
            ),
            models.CheckConstraint(
                name="prudential_event_kind_known", condition=Q(kind__in=EventKind.values)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.breach_id} #{self.ordinal} {self.kind}"
