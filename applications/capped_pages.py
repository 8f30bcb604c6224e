"""Pages of a long list without counting all of it: who looks for one case filters."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import IntegerField, QuerySet, Subquery
from django.utils.functional import cached_property

CAP = 10_000


class CappedPaginator(Paginator):
    """Counts, and leads through, at most ``CAP`` rows; ``is_capped`` where there are more."""

    @cached_property
    def _counted(self) -> int:
        rows: Any = self.object_list
        return int(rows.order_by().values("pk")[: CAP + 1].count())

    @cached_property
    def count(self) -> int:
        return min(self._counted, CAP)

    @property
    def is_capped(self) -> bool:
        return self._counted > CAP


class CappedCount(Subquery):
    """How many rows, ``most`` at the most: so much reading and no more."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS capped)"
    output_field = IntegerField()

    def __init__(self, rows: QuerySet[Any], most: int, **extra: Any) -> None:
        super().__init__(rows.order_by().values("pk")[:most], **extra)
