"""What is due as a table, for the dry run and the page's file."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _

from files.tables import Column, Value
from retention.due import all_due
from retention.models import RetentionClass

COLUMNS = [
    Column(_("Kind of data")),
    Column(_("Case or account"), 24),
    Column(_("Counted from")),
    Column(_("Kept for months")),
    Column(_("Due on")),
]


def rows(on: date) -> Iterator[list[Value]]:
    for due in all_due(on):
        name = RetentionClass(due.retention_class).label
        yield [name, due.label, due.counted_from, due.period.months, due.due_on]
