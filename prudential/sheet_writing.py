"""A plain .xlsx of one sheet, written row by row: the template to fill in."""

import zipfile
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from string import ascii_uppercase
from typing import IO
from xml.sax.saxutils import escape

from prudential.register_columns import IDENTIFIERS

Cell = str | int | float | Decimal | bool | date | None
DAY_ZERO = date(1899, 12, 30)
DAY, TEXT = 1, 2
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{KIND}.styles+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{KIND}.worksheet+xml"/>'
        "</Types>"
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1"'
        f' Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="register" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>'
    ),
    "xl/styles.xml": (
        f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font/></fonts>'
        '<fills count="1"><fill/></fills><borders count="1"><border/></borders>'
        '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/>'
        '<xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="49" applyNumberFormat="1"/>'
        "</cellXfs></styleSheet>"
    ),
}


def write_workbook(
    file: IO[bytes], rows: Iterable[Iterable[Cell]], columns: tuple[str, ...]
) -> None:
    """The headings and the rows; identifiers' columns are text, so that zeros stay."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in PARTS.items():
            archive.writestr(name, HEAD + text)
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for piece in _sheet(rows, columns):
                sheet.write(piece.encode())


def _sheet(rows: Iterable[Iterable[Cell]], columns: tuple[str, ...]) -> Iterator[str]:
    yield f'{HEAD}<worksheet xmlns="{MAIN}"><cols>'
    for number, name in enumerate(columns, start=1):
        style = TEXT if name in IDENTIFIERS else 0
        yield f'<col min="{number}" max="{number}" width="24" customWidth="1" style="{style}"/>'
    yield "</cols><sheetData>"
    yield _row(1, columns)
    for number, row in enumerate(rows, start=2):
        yield _row(number, row)
    yield "</sheetData></worksheet>"


def _row(number: int, cells: Iterable[Cell]) -> str:
    written = (_cell(f"{ascii_uppercase[n]}{number}", cell) for n, cell in enumerate(cells))
    return f'<row r="{number}">{"".join(written)}</row>'


def _cell(place: str, cell: Cell) -> str:
    if cell is None or cell == "":
        return ""
    if isinstance(cell, str):
        return f'<c r="{place}" s="{TEXT}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>'
    if isinstance(cell, bool):
        return f'<c r="{place}" t="b"><v>{cell:d}</v></c>'
    if isinstance(cell, date):
        return f'<c r="{place}" s="{DAY}"><v>{(cell - DAY_ZERO).days}</v></c>'
    return f'<c r="{place}"><v>{cell}</v></c>'
