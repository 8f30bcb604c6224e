"""Rows that are written once: no update, no delete, neither one by one nor in bulk."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    from norms.sealed_rows import SealedRow


class HistoryIsAppendOnly(TypeError):
    """Code tried to change or delete a row of the history."""


class AppendOnlyQuerySet(models.QuerySet[Any]):
    def update(self, **kwargs: Any) -> int:
        raise HistoryIsAppendOnly(self.model.__name__)

    def bulk_update(self, *args: Any, **kwargs: Any) -> int:
        raise HistoryIsAppendOnly(self.model.__name__)

    def delete(self) -> tuple[int, dict[str, int]]:
        raise HistoryIsAppendOnly(self.model.__name__)


class AppendOnly(models.Model):
    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise HistoryIsAppendOnly(type(self).__name__)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise HistoryIsAppendOnly(type(self).__name__)


def erase_personal_values(row: "SealedRow", *, at: datetime) -> None:
    """The one change that a written row may see: its personal values go, its digest stays.

    Raises norms.sealed_rows.ErasedAlready.
    """
    values = row.erased_values(at=at)
    models.QuerySet(type(row)).filter(pk=row.pk).update(**values)
    for name, value in values.items():
        setattr(row, name, value)
