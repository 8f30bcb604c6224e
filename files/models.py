"""Stored files: content-addressed, unaltered, reached only through the rooms that own them."""

from django.core.files.storage import storages
from django.db import models
from django.utils.translation import gettext_lazy as _


class StoredFile(models.Model):
    """One content, stored once under its SHA-256 in the private storage."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField(help_text=_("bytes"))
    content_type = models.CharField(max_length=100)
    stored_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("stored file")
        verbose_name_plural = _("stored files")

    def __str__(self) -> str:
        return self.sha256[:12]

    @property
    def storage_name(self) -> str:
        return f"{self.sha256[:2]}/{self.sha256[2:4]}/{self.sha256}"

    def open(self):
        return storages["private"].open(self.storage_name, "rb")
