"""What an applicant is still working on: raw answers and uploaded documents."""

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from applications.models.cases import Case
from files.models import StoredFile


class DraftSection(models.Model):
    """Raw answers of one section as typed: unfinished and invalid ones too.

    ``page`` and ``sequence`` tell which opened page saved them, with its how many-eth send.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="sections")
    section = models.CharField(max_length=30)
    answers: Any = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    updated_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    updated_at = models.DateTimeField(default=timezone.now)
    page = models.CharField(max_length=36, blank=True, default="")
    sequence = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "section"], name="one_draft_per_section")
        ]

    def __str__(self) -> str:
        return f"{self.case}: {self.section}"


class SectionVersion(models.Model):
    """What a draft section held before it was saved anew: what two people both began with.

    Kept only while the draft is worked on.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="section_versions")
    section = models.CharField(max_length=30)
    version = models.PositiveIntegerField()
    answers: Any = models.JSONField()
    saved_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    page = models.CharField(max_length=36, blank=True, default="")
    sequence = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["case", "section", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "section", "version"], name="section_version_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case}: {self.section} {self.version}"


class DocumentKind(models.TextChoices):
    EXPORT_CONTRACT = "export_contract", _("Export contract")
    LENDER_DECISION = "lender_decision", _("Lender's positive decision")
    FINANCING_AGREEMENT = "financing_agreement", _("Financing agreement")
    REPAYMENT_SCHEDULE = "repayment_schedule", _("Repayment schedule")
    INSURANCE_CONTRACT = "insurance_contract", _("Insurance contract")
    ORIGIN_PROOF = "origin_proof", _("Proof of origin")
    REGISTRATION = "registration", _("Registration document")
    CONSENT = "consent", _("Consents")


class CaseDocumentQuerySet(models.QuerySet["CaseDocument"]):
    def current(self) -> "CaseDocumentQuerySet":
        """Those that count now: neither removed nor replaced."""
        return self.filter(removed_at=None, replaced_at=None)


class CaseDocument(models.Model):
    """One uploaded document of a kind, numbered within it; a removed one stays on record.

    ``replaces`` is the document whose new version this is. What was replaced stays so,
    also when its new version is removed.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="documents")
    kind = models.CharField(max_length=30, choices=DocumentKind.choices)
    version = models.PositiveIntegerField()
    name = models.CharField(max_length=255, help_text=_("file name as uploaded"))
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    uploaded_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)
    replaces = models.OneToOneField(
        "self", models.RESTRICT, null=True, blank=True, related_name="replacement"
    )
    replaced_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+"
    )
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = CaseDocumentQuerySet.as_manager()

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
            models.CheckConstraint(
                name="document_replaces_another", condition=~models.Q(replaces=models.F("pk"))
            ),
            models.CheckConstraint(
                name="document_replaced_or_removed",
                condition=models.Q(replaced_at=None) | models.Q(removed_at=None),
            ),
            models.CheckConstraint(
                name="document_removed_by_when",
                condition=models.Q(removed_by=None) | models.Q(removed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.version})"

    @property
    def is_current(self) -> bool:
        return self.removed_at is None and self.replaced_at is None
