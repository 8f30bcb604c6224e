"""``python -m files.first_rows MOST LONGEST < WORKBOOK``: the first sheet's first rows as JSON.

A process of its own: a workbook made to swell ends this one and no other. Knows nothing
of the portal.
"""

import json
import resource
import sys
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from itertools import islice
from typing import Any

from python_calamine import CalamineWorkbook

MEMORY_BYTES = 400 * 1024 * 1024
CPU_SECONDS = 10


def main(most: int, longest: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    with CalamineWorkbook.from_filelike(BytesIO(sys.stdin.buffer.read())) as workbook:
        sheet = workbook.get_sheet_by_index(0)
        rows = [[_text(cell)[:longest] for cell in row] for row in islice(sheet.iter_rows(), most)]
    print(json.dumps(rows))  # noqa: T201


def _text(cell: Any) -> str:
    """Numbers as a person reads them: 0.1 is 0.1, a day has no hour."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float):
        return format(Decimal(repr(cell)).normalize(), "f")
    return str(cell)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
