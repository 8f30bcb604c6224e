"""Documents the portal issues, the numbers they bear, and the outbox of work to be done."""

import secrets
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from files.models import StoredFile
from norms.sealed_rows import SealedRow, secret_until_erased


class NumberSequence(models.Model):
    """The last number given in a series and year; the row is locked while one is drawn."""

    series = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "year"], name="one_sequence_per_year")
        ]

    def __str__(self) -> str:
        return f"{self.series}-{self.year}"


class NoticeKind(models.TextChoices):
    RECEIPT = "receipt", _("Receipt of an application")
    RETURN = "return", _("Return for correction")
    APPROVAL = "approval", _("Approval of the subsidy")
    REFUSAL = "refusal", _("Refusal of the subsidy")
    HEARING = "hearing", _("Announcement of an intended refusal")
    REOPENING = "reopening", _("Reopening of a case")
    BREACH = "breach", _("Breach of a limit")
    BREACH_CORRECTED = "breach_corrected", _("Breach closed after a correction")
    PLAN_APPROVAL = "plan_approval", _("Approval of the action plan")
    PLAN_REMARKS = "plan_remarks", _("Remarks on the action plan")
    LIMIT_RESTORED = "limit_restored", _("Notice that the share is back within the limit")


def new_verification_code() -> str:
    """128 random bits as 32 hexadecimal digits."""
    return secrets.token_hex(16)


def _every_word(path: tuple[str, ...], value: Any) -> bool:
    """A letter's content is personal as a whole."""
    return path == ("content",)


class Notice(SealedRow):
    """An issued document: content frozen at issue, rendered once, cancelled but never edited.

    Erased, it keeps its number and, in ``pdf_sha256``, the digest of the PDF that was.
    """

    sealed_fields = ("content",)
    is_personal = staticmethod(_every_word)

    kind = models.CharField(max_length=30, choices=NoticeKind.choices)
    number = models.CharField(max_length=30, unique=True)
    verification_code = models.CharField(max_length=32, unique=True, default=new_verification_code)
    addressee = models.ForeignKey(Organisation, models.PROTECT, related_name="notices")
    subject = models.CharField(
        max_length=60, help_text=_("number of the case or breach it is about")
    )
    content = models.JSONField(help_text=_("every word and figure of the document, by language"))
    issued_on = models.DateField()
    issued_at = models.DateTimeField(default=timezone.now)
    cancels = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="cancelled_by"
    )
    pdf = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    rendered_at = models.DateTimeField(null=True, blank=True)
    pdf_sha256 = models.CharField(max_length=64, blank=True, default="", editable=False)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            models.CheckConstraint(
                name="notice_kind_known", condition=models.Q(kind__in=NoticeKind.values)
            ),
            models.CheckConstraint(
                name="notice_rendered_with_its_pdf",
                condition=models.Q(pdf=None, rendered_at=None)
                | models.Q(pdf__isnull=False, rendered_at__isnull=False),
            ),
            secret_until_erased("notice_secret_until_erased"),
        ]

    def __str__(self) -> str:
        return self.number

    def plain_content(self) -> dict[str, Any]:
        return {
            "kind": str(self.kind),
            "number": self.number,
            "verification_code": self.verification_code,
            "addressee": self.addressee_id,
            "subject": self.subject,
            "issued_on": self.issued_on.isoformat(),
            "cancels": self.cancels_id,
        }


class OutboxJob(models.Model):
    """A task promised inside a transaction: sent after commit, re-sent by the sweep until done."""

    task = models.CharField(max_length=100, help_text=_("name of the Celery task"))
    arguments: Any = models.JSONField(default=dict)
    key = models.CharField(max_length=150, unique=True, help_text=_("the same job is kept once"))
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)

    class Meta:
        verbose_name = _("outbox job")
        verbose_name_plural = _("outbox jobs")
        indexes = [
            models.Index(
                fields=["created_at"],
                condition=models.Q(done_at=None, failed_at=None),
                name="outbox_waiting",
            )
        ]

    def __str__(self) -> str:
        return self.key
