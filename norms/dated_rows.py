"""Rows that staff set by date, such as reference rates and calendar settings.

A row stores its first day only and is unique in its series on that day. It ends where
the next row of its series begins; an end is a row with an empty value. So periods
cannot overlap, in any database, and correcting the future never rewrites the past.
"""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _


class DatedRowQuerySet(models.QuerySet["DatedRow"]):
    """Questions by date, over as many series as the queryset holds, in one query."""

    def started(self, on: date) -> Self:
        """The newest row of every series that began by ``on``, an end included."""
        model = self.model
        same_series = {field: OuterRef(field) for field in model.series_fields}
        newest = (
            model._base_manager.filter(**same_series, effective_from__lte=on)
            .order_by("-effective_from")
            .values("pk")[:1]
        )
        return self.filter(pk=Subquery(newest))

    def in_force(self, on: date) -> Self:
        """The row of every series in force on ``on``; a series that ended has none."""
        return self.started(on).exclude(self.model.is_an_end())

    def history(self) -> Self:
        """Series by series, newest row first."""
        return self.order_by(*self.model.series_fields, "-effective_from")

    def upcoming(self, on: date) -> Self:
        """Rows that begin after ``on``, the nearest first."""
        return self.filter(effective_from__gt=on).order_by("effective_from", "pk")


class DatedRow(models.Model):
    """Base of a dated row; a subclass names its series and its values.

    ``series_fields`` are the non-null fields that together name a series (none: the
    table is one series). ``value_fields`` are nullable; a row with all of them null is
    the series' end.
    A subclass's Meta inherits ``DatedRow.Meta`` and adds
    ``constraints = [*one_row_a_day("currency", name="rate_one_row_a_day")]``.
    """

    series_fields: ClassVar[tuple[str, ...]] = ()
    value_fields: ClassVar[tuple[str, ...]] = ("value",)

    effective_from = models.DateField(_("in force from"))

    objects = DatedRowQuerySet.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def is_an_end(cls) -> Q:
        return Q(**{f"{field}__isnull": True for field in cls.value_fields})

    @property
    def ends_series(self) -> bool:
        return all(getattr(self, field) is None for field in self.value_fields)


def one_row_a_day(*series: str, name: str) -> list[models.UniqueConstraint]:
    """The constraint every dated table carries: one row a series and first day."""
    message = _("This series already has a row from this day.")
    fields = [*series, "effective_from"]
    return [
        models.UniqueConstraint(fields=fields, name=name, violation_error_message=message),
    ]
