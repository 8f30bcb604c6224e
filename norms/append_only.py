"""Rows that are written once: no update, no delete, neither one by one nor in bulk."""

from typing import Any

from django.db import models


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
