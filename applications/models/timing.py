"""How long cases really took, and the secret addresses of calendar feeds."""

import secrets
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership


class Measure(models.TextChoices):
    DECISION = "decision", _("From the first submission to the decision")
    REVIEW = "review", _("Review by the financial agent, without the time of corrections")


class MeasuredDuration(models.Model):
    """Working days that cases decided in a period took; written by a task, read by pages.

    ``median_days`` and ``ninetieth_days`` are None for a sample too small to say.
    """

    measure = models.CharField(max_length=20, choices=Measure.choices, unique=True)
    period_from = models.DateField()
    period_to = models.DateField()
    sample_size = models.PositiveIntegerField()
    median_days = models.PositiveIntegerField(null=True, blank=True)
    ninetieth_days = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["measure"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="measured_duration_measure_known",
                condition=models.Q(measure__in=Measure.values),
            )
        ]

    def __str__(self) -> str:
        return f"{self.measure}: {self.sample_size}"


class CalendarFeed(models.Model):
    """A calendar's secret address, kept as its SHA-256; renewing or revoking ends it."""

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="calendar_feeds")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["membership"],
                condition=models.Q(revoked_at=None),
                name="calendar_feed_one_valid",
            )
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} {self.created_at}"

    @staticmethod
    def new_token() -> str:
        return secrets.token_urlsafe(32)
