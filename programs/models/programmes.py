from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from programs.codes import ProgrammeStatus


class Programme(models.Model):
    """A credit programme of the lending terms, known by its paragraph there.

    ``official_name`` is the source's own, in ``official_name_language``; names and
    texts by language are the portal's and unofficial.
    """

    paragraph = models.CharField(_("Paragraph"), max_length=10, unique=True)
    ordinal = models.PositiveSmallIntegerField(default=0)
    official_name = models.CharField(_("Official name"), max_length=300, blank=True)
    official_name_language = models.CharField(max_length=2, default="ru")
    name_kk = models.CharField(_("Name in Kazakh"), max_length=300)
    name_ru = models.CharField(_("Name in Russian"), max_length=300)
    name_en = models.CharField(_("Name in English"), max_length=300)
    status = models.CharField(
        _("Status"),
        max_length=10,
        choices=ProgrammeStatus.choices,
        default=ProgrammeStatus.ACTIVE,
    )
    ended_on = models.DateField(_("Last day"), null=True, blank=True)
    status_note = models.JSONField(default=dict, blank=True)
    purpose_text = models.JSONField(default=dict, blank=True)
    borrowers = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["ordinal", "pk"]
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        constraints = [
            models.CheckConstraint(
                name="programme_status_known",
                condition=models.Q(status__in=ProgrammeStatus.values),
            ),
            models.CheckConstraint(
                name="programme_ended_has_last_day",
                condition=~models.Q(status=ProgrammeStatus.ENDED)
                | models.Q(ended_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paragraph} {self.name_ru}"

    def status_on(self, day: date) -> ProgrammeStatus:
        """An ended programme was open up to and including its last day."""
        if self.status == ProgrammeStatus.ENDED and self.ended_on and day <= self.ended_on:
            return ProgrammeStatus.ACTIVE
        return ProgrammeStatus(self.status)
