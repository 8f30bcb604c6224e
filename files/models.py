"""Stored files: content-addressed, unaltered, reached only through the rooms that own them."""

from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.core.files.storage import storages
from django.db import models
from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext_lazy as _


class ScanState(models.TextChoices):
    NOT_SCANNED = "not_scanned", _("Not scanned for viruses")
    WAITING = "waiting", _("Being scanned for viruses")
    CLEAN = "clean", _("No virus found")
    INFECTED = "infected", _("Virus found")
    FAILED = "failed", _("Could not be scanned for viruses")


SCANNED = (ScanState.CLEAN, ScanState.INFECTED)


class InfectedFile(PermissionDenied):
    """The content is kept as evidence and read by nobody."""


class ErasedFile(Http404):
    """The content's time was over: only its size and SHA-256 are kept."""


class StoredFile(models.Model):
    """One content, stored once under its SHA-256 in the private storage.

    What the virus scanner says belongs to the content, whoever uploaded it and however
    often. ``erased_at``: no row needs the content any more; ``purged_at``: the storage has
    lost it (``files.erasure``). ``scan_round`` counts how often a scan was asked for,
    ``scan_attempts`` the scanner's failures in the present round.
    """

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField(help_text=_("bytes"))
    content_type = models.CharField(max_length=100)
    stored_at = models.DateTimeField(auto_now_add=True)
    scan_state = models.CharField(
        max_length=12, choices=ScanState.choices, default=ScanState.NOT_SCANNED
    )
    scan_round = models.PositiveSmallIntegerField(default=0)
    scan_attempts = models.PositiveSmallIntegerField(default=0)
    scan_asked_at = models.DateTimeField(null=True, blank=True)
    scanned_at = models.DateTimeField(null=True, blank=True)
    scan_finding = models.CharField(max_length=200, blank=True)
    scan_engine = models.CharField(max_length=200, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)
    purged_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("stored file")
        verbose_name_plural = _("stored files")
        constraints = [
            models.CheckConstraint(
                name="file_scan_state_known", condition=Q(scan_state__in=ScanState.values)
            ),
            models.CheckConstraint(
                name="file_scan_waits_since",
                condition=~Q(scan_state=ScanState.WAITING) | Q(scan_asked_at__isnull=False),
            ),
            models.CheckConstraint(
                name="file_scan_has_its_time",
                condition=Q(scan_state__in=SCANNED, scanned_at__isnull=False)
                | (~Q(scan_state__in=SCANNED) & Q(scanned_at=None)),
            ),
            models.CheckConstraint(
                name="file_finding_of_an_infected",
                condition=(Q(scan_state=ScanState.INFECTED) & ~Q(scan_finding=""))
                | (~Q(scan_state=ScanState.INFECTED) & Q(scan_finding="")),
            ),
            models.CheckConstraint(
                name="file_purged_once_erased",
                condition=Q(purged_at=None) | Q(erased_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.sha256[:12]

    @property
    def storage_name(self) -> str:
        return f"{self.sha256[:2]}/{self.sha256[2:4]}/{self.sha256}"

    @property
    def is_infected(self) -> bool:
        return self.scan_state == ScanState.INFECTED

    def open(self) -> File:
        """Raises InfectedFile: no page, archive or rendering hands a virus on; ErasedFile."""
        if self.erased_at is not None:
            raise ErasedFile
        if self.is_infected:
            raise InfectedFile
        return self.open_for_scan()

    def open_for_scan(self) -> File:
        return storages["private"].open(self.storage_name, "rb")
