"""Rates that somebody proposes and a second person decides on: none of them counts."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from accounts.models import Membership, Role
from files.models import StoredFile
from programs.models.reference_rates import PublishedRate, ReferenceRate, possible_values


class ProposalState(models.TextChoices):
    PROPOSED = "proposed", _("Awaiting a second person")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")
    WITHDRAWN = "withdrawn", _("Withdrawn")


def _is_administrator(membership: Membership | None) -> bool:
    return (
        membership is not None
        and membership.role == Role.PROGRAMME_ADMIN
        and membership.ended_at is None
    )


class RateUploadQuerySet(models.QuerySet["RateUpload"]):
    def visible_to(self, membership: Membership | None) -> "RateUploadQuerySet":
        """One's own: what is not proposed yet is nobody else's business."""
        if membership is None or not _is_administrator(membership):
            return self.none()
        return self.filter(uploaded_by__user=membership.user_id)


class RateUpload(models.Model):
    """A table of rates as it was uploaded, kept unaltered; by itself it changes nothing."""

    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    name = models.CharField(max_length=255, help_text=_("file name as uploaded"))
    uploaded_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)

    objects = RateUploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("uploaded table of reference rates")
        verbose_name_plural = _("uploaded tables of reference rates")

    def __str__(self) -> str:
        return self.name


class RateProposalQuerySet(models.QuerySet["RateProposal"]):
    def visible_to(self, membership: Membership | None) -> "RateProposalQuerySet":
        return self.all() if _is_administrator(membership) else self.none()

    def open(self) -> "RateProposalQuerySet":
        return self.filter(state=ProposalState.PROPOSED)


class RateProposal(models.Model):
    """Rates put before a second person together: all of them come to count, or none.

    ``reason`` says why stored rows are corrected; ``close_reason`` why it was rejected.
    """

    state = FSMField(
        _("State"), choices=ProposalState.choices, default=ProposalState.PROPOSED, protected=True
    )
    reason = models.TextField(_("Reason for the correction"), blank=True)
    upload = models.OneToOneField(
        RateUpload, models.PROTECT, null=True, blank=True, related_name="proposal"
    )
    proposed_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    closed_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    close_reason = models.TextField(blank=True)

    objects = RateProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal of reference rates")
        verbose_name_plural = _("proposals of reference rates")
        constraints = [
            models.CheckConstraint(
                name="rate_proposal_state_known", condition=Q(state__in=ProposalState.values)
            ),
            models.CheckConstraint(
                name="rate_proposal_closed_by_somebody",
                condition=Q(state="proposed", closed_by=None, closed_at=None)
                | (~Q(state="proposed") & Q(closed_by__isnull=False, closed_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="rate_proposal_decided_by_a_second_person",
                condition=~Q(state__in=["approved", "rejected"]) | ~Q(closed_by=F("proposed_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"№ {self.pk}"

    @transition(field=state, source=ProposalState.PROPOSED, target=ProposalState.APPROVED)
    def mark_approved(self, by: Membership) -> None:
        self._close(by)

    @transition(field=state, source=ProposalState.PROPOSED, target=ProposalState.REJECTED)
    def mark_rejected(self, by: Membership, reason: str) -> None:
        self._close(by, reason)

    @transition(field=state, source=ProposalState.PROPOSED, target=ProposalState.WITHDRAWN)
    def mark_withdrawn(self, by: Membership) -> None:
        self._close(by)

    def _close(self, by: Membership, reason: str = "") -> None:
        self.closed_by, self.closed_at, self.close_reason = by, timezone.now(), reason


class ProposedRate(PublishedRate):
    """One rate of a proposal; ``corrects`` is the stored row whose place it would take.

    ``awaits`` is true while its proposal is open: of one day and series one rate awaits.
    """

    proposal = models.ForeignKey(RateProposal, models.PROTECT, related_name="rates")
    ordinal = models.PositiveIntegerField()
    corrects = models.ForeignKey(
        ReferenceRate, models.PROTECT, null=True, blank=True, related_name="+"
    )
    awaits = models.BooleanField(default=True)

    class Meta(PublishedRate.Meta):
        abstract = False
        ordering = ["proposal", "ordinal"]
        verbose_name = _("proposed reference rate")
        verbose_name_plural = _("proposed reference rates")
        constraints = [
            *possible_values("proposed_rate"),
            models.UniqueConstraint(fields=["proposal", "ordinal"], name="proposed_rate_numbered"),
            models.UniqueConstraint(
                fields=["kind", "currency", "term_bucket", "effective_from"],
                condition=Q(awaits=True),
                name="proposed_rate_one_awaits_a_day",
                violation_error_message=_(
                    "A value of this series from this day awaits a second person already."
                ),
            ),
            models.UniqueConstraint(
                fields=["corrects"],
                condition=Q(awaits=True),
                name="proposed_rate_one_correction_awaits",
                violation_error_message=_(
                    "A correction of this row awaits a second person already."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.currency} {self.effective_from}"
