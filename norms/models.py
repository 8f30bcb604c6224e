from datetime import date
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from norms.working_days import WorkingCalendar


class CalendarDay(models.Model):
    """A day that an administrator declares worked or free, against the public calendar."""

    day = models.DateField(_("day"), unique=True)
    is_working = models.BooleanField(_("is a working day"))
    reason = models.CharField(_("reason"), max_length=200)
    source = models.CharField(_("source"), max_length=300)
    created_by_name = models.CharField(_("entered by"), max_length=254, editable=False)
    created_at = models.DateTimeField(_("entered at"), auto_now_add=True)

    class Meta:
        verbose_name = _("calendar day")
        verbose_name_plural = _("calendar days")
        ordering: ClassVar = ["-day"]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"


def calendar_overrides() -> dict[date, bool]:
    return dict(CalendarDay.objects.values_list("day", "is_working"))


def calendar_in_force() -> WorkingCalendar:
    """The working calendar with every override entered so far: one query."""
    return WorkingCalendar(calendar_overrides())
