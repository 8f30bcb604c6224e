"""The rows of an approved revision, read once a process: they never change.

A process keeps the rows of a few revisions. They are shared between requests: readers
must not write to them. Programmes change with a deployment only.
"""

from datetime import datetime
from functools import lru_cache

from django.db.models import Count, Max

from programs.models import Revision, TermsRow

REVISIONS_KEPT = 8


def rows_of(revision: Revision) -> tuple[TermsRow, ...]:
    """In the order of the terms, each with its programme; a draft's are read anew.

    One small query asks whether the rows are still those that were read.
    """
    if not revision.is_approved:
        return _read(revision.pk)
    rows = TermsRow.objects.filter(revision_id=revision.pk).order_by()
    stamp = rows.aggregate(count=Count("pk"), last=Max("pk"))
    return _kept(revision.pk, revision.drafted_at, stamp["count"], stamp["last"] or 0)


def forget_rows() -> None:
    """As in a process that has just begun."""
    _kept.cache_clear()


@lru_cache(maxsize=REVISIONS_KEPT)
def _kept(
    revision_id: int, drafted_at: datetime, count: int, last_row_id: int
) -> tuple[TermsRow, ...]:
    return _read(revision_id)


def _read(revision_id: int) -> tuple[TermsRow, ...]:
    rows = TermsRow.objects.filter(revision_id=revision_id)
    return tuple(rows.select_related("programme"))
