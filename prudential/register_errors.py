"""The errors of a rejected register: a first page of them, or all as a safe CSV."""

import csv
import io
from collections.abc import Iterator
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from files.models import StoredFile
from prudential.columnar import columnar_engine, local_path, quoted, working_folder
from prudential.rule_texts import RULE_TEXTS

BATCH = 2000
DANGEROUS_START = ("=", "+", "-", "@", "\t", "\r", "\n")


class RegisterError(NamedTuple):
    """One error; ``row`` is the spreadsheet's number, None where the whole file is meant."""

    row: int | None
    column: str
    value: str
    rule: str

    @property
    def text(self) -> str | Promise:
        return RULE_TEXTS[self.rule]


def iterate_errors(
    stored: StoredFile, *, limit: int | None = None, offset: int = 0
) -> Iterator[RegisterError]:
    """The errors in the file's order after the first ``offset``, read in batches."""
    with working_folder() as folder:
        path = local_path(stored, folder)
        with columnar_engine(folder, path) as engine:
            some = "" if limit is None else f"LIMIT {int(limit)} OFFSET {int(offset)}"
            asked = engine.execute(
                f"SELECT file_row, name, value, rule FROM read_parquet({quoted(path)}) {some}"  # noqa: S608
            )
            while batch := asked.fetchmany(BATCH):
                for row, column, value, rule in batch:
                    yield RegisterError(row, column, value or "", rule)


def errors_as_csv(stored: StoredFile) -> Iterator[str]:
    """CSV with a byte-order mark, semicolons between cells: opens in a spreadsheet as it is."""
    yield "\ufeff" + _line([_("Row"), _("Column"), _("Value"), _("Rule"), _("What to do")])
    for error in iterate_errors(stored):
        row = "" if error.row is None else str(error.row)
        yield _line([row, error.column, error.value, error.rule, str(error.text)])


def safe_cell(text: str) -> str:
    """A cell no spreadsheet executes: an apostrophe goes before a dangerous first sign."""
    return f"'{text}" if text.startswith(DANGEROUS_START) else text


def _line(cells: list[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=";").writerow([safe_cell(cell) for cell in cells])
    return buffer.getvalue()
