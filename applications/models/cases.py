"""A case and its states; it moves only through its transitions.

They set state, who and when, and nothing else; ``applications.case_workflow`` calls
them under a row lock.
"""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_fsm import GET_STATE, FSMField, transition

from accounts.models import Membership, Organisation, Role
from applications.models.dated_settings import OrderEdition
from applications.models.listed_columns import LIST_INDEXES, ListedColumns
from applications.models.states import (
    DECIDABLE_STATES,
    DECIDED_STATES,
    OPEN_STATES,
    REOPENED_STATES,
    WITH_A_REVIEWER,
    CaseState,
)

if TYPE_CHECKING:
    from datetime import date, datetime


def _is_unanswered(case: Any) -> bool:
    return case.answered_at is None


def _reopening_is_proposed(case: Any) -> bool:
    return case.reopening_proposed_by_id is not None


def _no_reopening_is_proposed(case: Any) -> bool:
    return case.reopening_proposed_by_id is None


def _has_a_reviewer(case: Any) -> bool:
    return case.reviewer_id is not None


def _has_no_reviewer(case: Any) -> bool:
    return case.reviewer_id is None


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

    def open_with(self, membership: Membership) -> "CaseQuerySet":
        """Open cases that a person reviews, wherever they are meanwhile."""
        return self.filter(state__in=OPEN_STATES, reviewer=membership)

    def overdue(self, on: "date") -> "CaseQuerySet":
        """Open cases whose present stage should have ended before ``on``."""
        return self.filter(state__in=OPEN_STATES, due_on__lt=on)


class Case(ListedColumns):
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
    # The last day of the stage that has the case now, where a limit is known for it;
    # written by ``applications.deadlines.due_dates``.
    due_on = models.DateField(null=True, blank=True, db_index=True)
    # The last day of the applicant's answer to an announced refusal, and the answer's moment.
    answer_until = models.DateField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    reopening_proposed_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+"
    )
    reopening_proposed_at = models.DateTimeField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)
    # Set by ``applications.erasure``: personal values are gone, no act is possible any more.
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)
    # The application whose answers this one began with; the key keeps a second click from
    # beginning a second one.
    copied_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="copies", editable=False
    )
    copy_key = models.CharField(max_length=36, blank=True, default="", editable=False)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering = ["-pk"]
        indexes = LIST_INDEXES
        constraints = [
            models.UniqueConstraint(
                fields=["copied_from", "copy_key"],
                name="one_copy_a_wish",
                condition=models.Q(copied_from__isnull=False),
            ),
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
                    state__in=[CaseState.AGENT_REVIEW, *DECIDABLE_STATES],
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
            models.CheckConstraint(
                name="case_heard_until_a_day",
                condition=models.Q(
                    state=CaseState.HEARING,
                    concluded_by__isnull=False,
                    answer_until__isnull=False,
                )
                | ~models.Q(state=CaseState.HEARING)
                & models.Q(answer_until=None, answered_at=None),
            ),
            models.CheckConstraint(
                name="case_reopening_of_a_decision",
                condition=models.Q(reopening_proposed_by=None, reopening_proposed_at=None)
                | models.Q(
                    state__in=DECIDED_STATES,
                    reopening_proposed_by__isnull=False,
                    reopening_proposed_at__isnull=False,
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

    @transition(
        state, source=CaseState.RETURNED, target=CaseState.RETURNED, conditions=[_has_no_reviewer]
    )
    @transition(state, source=CaseState.SUBMITTED, target=CaseState.AGENT_REVIEW)
    def assign(self, *, to: Membership) -> None:
        self.reviewer = to

    @transition(state, source=WITH_A_REVIEWER, target=None, conditions=[_has_a_reviewer])
    def reassign(self, *, to: Membership) -> None:
        self.reviewer = to

    @transition(
        state, source=CaseState.RETURNED, target=CaseState.RETURNED, conditions=[_has_a_reviewer]
    )
    @transition(state, source=CaseState.AGENT_REVIEW, target=CaseState.SUBMITTED)
    def release(self) -> None:
        self.reviewer = None

    @transition(
        state,
        source=[CaseState.SUBMITTED, CaseState.RETURNED, *DECIDABLE_STATES],
        target=None,
        conditions=[_has_a_reviewer],
    )
    @transition(
        state,
        source=CaseState.AGENT_REVIEW,
        target=GET_STATE(
            lambda _case, to: CaseState.AGENT_REVIEW if to else CaseState.SUBMITTED,
            states=[CaseState.AGENT_REVIEW, CaseState.SUBMITTED],
        ),
    )
    def hand_over(self, *, to: Membership | None) -> None:
        """The reviewer leaves: to a colleague, or to nobody."""
        self.reviewer = to

    @transition(state, source=CaseState.AGENT_REVIEW, target=CaseState.RETURNED)
    def return_for_correction(self) -> None:
        """The reviewer stays the same for the next submission."""

    @transition(state, source=CaseState.AGENT_REVIEW, target=CaseState.AWAITING_DECISION)
    def conclude(self, *, by: Membership, at: "datetime") -> None:
        self.concluded_by, self.concluded_at = by, at

    @transition(state, source=DECIDABLE_STATES, target=CaseState.AGENT_REVIEW)
    def remit(self) -> None:
        self.concluded_by = self.concluded_at = None
        self._end_hearing()

    @transition(state, source=CaseState.AWAITING_DECISION, target=CaseState.HEARING)
    def announce_refusal(self, *, until: "date") -> None:
        self.answer_until = until

    @transition(state, source=CaseState.HEARING, target=None, conditions=[_is_unanswered])
    def answer_hearing(self, *, at: "datetime") -> None:
        self.answered_at = at

    @transition(state, source=DECIDABLE_STATES, target=CaseState.APPROVED)
    def approve(self, *, by: Membership, at: "datetime") -> None:
        self.decided_by, self.decided_at = by, at
        self._end_hearing()

    @transition(state, source=DECIDABLE_STATES, target=CaseState.REFUSED)
    def refuse(self, *, by: Membership, at: "datetime") -> None:
        self.decided_by, self.decided_at = by, at
        self._end_hearing()

    @transition(state, source=OPEN_STATES, target=CaseState.WITHDRAWN)
    def withdraw(self) -> None:
        """By the applicant, until decided."""
        self._end_hearing()

    @transition(state, source=DECIDED_STATES, target=None, conditions=[_no_reopening_is_proposed])
    def propose_reopening(self, *, by: Membership, at: "datetime") -> None:
        self.reopening_proposed_by, self.reopening_proposed_at = by, at

    @transition(state, source=DECIDED_STATES, target=None, conditions=[_reopening_is_proposed])
    def reject_reopening(self) -> None:
        self.reopening_proposed_by = self.reopening_proposed_at = None

    @transition(
        state,
        source=DECIDED_STATES,
        target=GET_STATE(lambda _case, to: to, states=REOPENED_STATES),
        conditions=[_reopening_is_proposed],
    )
    def reopen(self, *, to: str) -> None:
        self.decided_by = self.decided_at = None
        self.reopening_proposed_by = self.reopening_proposed_at = None
        if to == CaseState.AGENT_REVIEW:
            self.concluded_by = self.concluded_at = None

    def _end_hearing(self) -> None:
        self.answer_until = self.answered_at = None
