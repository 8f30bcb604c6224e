from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from accounts.models import Membership, Role
from norms.append_only import AppendOnly


class RevisionState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PROPOSED = "proposed", _("Awaiting a second person")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class RevisionQuerySet(models.QuerySet["Revision"]):
    def approved(self) -> "RevisionQuerySet":
        return self.filter(state=RevisionState.APPROVED)

    def in_force(self, on: date) -> "Revision | None":
        """The revision that governs ``on``: approved, and the last to begin by that day."""
        begun = self.approved().filter(effective_from__lte=on)
        return begun.order_by("-effective_from").first()

    def latest_approved(self) -> "Revision | None":
        """The end of the chain; its day of effect may still lie ahead."""
        return self.approved().order_by("-effective_from").first()

    def visible_to(self, membership: Membership | None) -> "RevisionQuerySet":
        """Drafts are the programme administrators' own; what is approved is public."""
        if membership is not None and membership.role == Role.PROGRAMME_ADMIN:
            return self if membership.ended_at is None else self.approved()
        return self.approved()


APPROVED = Q(state=RevisionState.APPROVED)


class Revision(models.Model):
    """One revision of the lending terms as a whole; it owns its complete set of rows.

    Revisions form one chain: each approved one was drafted from the one before it and
    takes effect later. A revision without a drafter came with the catalogue's source.
    """

    number = models.PositiveIntegerField(_("Number of the revision"))
    decision = models.CharField(_("Decision of the board"), max_length=200, blank=True)
    decided = models.DateField(_("Decided on"), null=True, blank=True)
    effective_from = models.DateField(_("Takes effect on"), null=True, blank=True)
    summary = models.JSONField(_("What changes"), default=dict, blank=True)
    state = FSMField(_("State"), choices=RevisionState.choices, default=RevisionState.DRAFT)
    base = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="drafted_from_it"
    )
    undoes = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="undone_by"
    )
    drafted_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+"
    )
    drafted_at = models.DateTimeField(default=timezone.now)
    proposed_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    close_reason = models.TextField(blank=True)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision of the lending terms")
        verbose_name_plural = _("revisions of the lending terms")
        constraints = [
            models.CheckConstraint(
                name="revision_state_known", condition=Q(state__in=RevisionState.values)
            ),
            models.CheckConstraint(
                name="revision_approved_has_approver",
                condition=~APPROVED
                | Q(approved_at__isnull=False, approved_by__isnull=False)
                | Q(approved_at__isnull=False, drafted_by__isnull=True),
            ),
            models.CheckConstraint(
                name="revision_approver_is_not_drafter",
                condition=Q(approved_by__isnull=True)
                | Q(drafted_by__isnull=True)
                | ~Q(approved_by=F("drafted_by")),
            ),
            models.CheckConstraint(
                name="revision_complete_before_proposal",
                condition=Q(
                    state__in=[
                        RevisionState.DRAFT,
                        RevisionState.REJECTED,
                        RevisionState.WITHDRAWN,
                    ]
                )
                | (Q(decided__isnull=False, effective_from__isnull=False) & ~Q(decision="")),
            ),
            models.CheckConstraint(
                name="revision_not_effective_before_decision",
                condition=Q(decided__isnull=True)
                | Q(effective_from__isnull=True)
                | Q(effective_from__gte=F("decided")),
                violation_error_message=_("The day of effect is before the day of the decision."),
            ),
            models.UniqueConstraint(
                fields=["effective_from"],
                condition=APPROVED,
                name="revision_one_approved_takes_effect_a_day",
            ),
            models.UniqueConstraint(
                fields=["number"], condition=APPROVED, name="revision_approved_number_unique"
            ),
            models.UniqueConstraint(
                fields=["base"], condition=APPROVED, name="revision_one_approved_successor"
            ),
        ]

    def __str__(self) -> str:
        return f"№ {self.number}"

    @property
    def is_approved(self) -> bool:
        return self.state == RevisionState.APPROVED

    @transition(field=state, source=RevisionState.DRAFT, target=RevisionState.PROPOSED)
    def mark_proposed(self) -> None:
        self.proposed_at = timezone.now()

    @transition(field=state, source=RevisionState.PROPOSED, target=RevisionState.APPROVED)
    def mark_approved(self, by: Membership) -> None:
        self.approved_by = by
        self.approved_at = timezone.now()

    @transition(field=state, source=RevisionState.PROPOSED, target=RevisionState.REJECTED)
    def mark_rejected(self, reason: str) -> None:
        self.closed_at = timezone.now()
        self.close_reason = reason

    @transition(
        field=state,
        source=[RevisionState.DRAFT, RevisionState.PROPOSED],
        target=RevisionState.WITHDRAWN,
    )
    def mark_withdrawn(self) -> None:
        self.closed_at = timezone.now()


class RevisionEvent(AppendOnly):
    """Who did what to a revision, as which membership, and when."""

    class Kind(models.TextChoices):
        LOADED = "loaded", _("Loaded from the source")
        DRAFTED = "drafted", _("Drafted")
        HEADER_SET = "header_set", _("Decision and day of effect set")
        ROW_ADDED = "row_added", _("Row added")
        ROW_CHANGED = "row_changed", _("Row changed")
        ROW_REMOVED = "row_removed", _("Row removed")
        PROPOSED = "proposed", _("Proposed for approval")
        APPROVED = "approved", _("Approved")
        REJECTED = "rejected", _("Rejected")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    revision = models.ForeignKey(Revision, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    membership = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    reason = models.TextField(blank=True)
    details = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("event of a revision")
        verbose_name_plural = _("events of revisions")
        constraints = [
            models.CheckConstraint(
                name="revision_event_has_its_person",
                condition=Q(kind="loaded") | Q(membership__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.revision}: {self.kind}"
