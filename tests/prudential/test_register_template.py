"""The templates hold the headings of a register and nothing else, and go in as they are."""

import io
import re
import zipfile

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from files.workbooks import is_workbook, workbook_fault
from prudential.register_columns import COLUMN_NAMES, IDENTIFIERS
from tests.prudential.register_files import mfo_reporter

pytestmark = pytest.mark.django_db


def template(form: str) -> bytes:
    client = Client()
    client.force_login(mfo_reporter().user, backend="accounts.backends.PortalBackend")
    response = client.get(reverse("prudential:register_template"), {"format": form})
    return b"".join(response)


def test_the_csv_template_is_the_headings():
    assert template("").decode() == ",".join(COLUMN_NAMES) + "\r\n"


def test_the_workbook_template_is_the_headings_and_passes_the_door():
    file = io.BytesIO(template("xlsx"))
    assert is_workbook(file)
    assert workbook_fault(file) is None
    file.seek(0)
    with CalamineWorkbook.from_filelike(file) as workbook:
        assert workbook.get_sheet_by_index(0).to_python() == [list(COLUMN_NAMES)]


def test_the_identifiers_columns_are_text_so_that_zeros_stay():
    with zipfile.ZipFile(io.BytesIO(template("xlsx"))) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        styles = archive.read("xl/styles.xml").decode()
    formats = re.findall(r'<xf numFmtId="(\d+)"', styles.partition("<cellXfs")[2])
    columns = re.findall(r'<col min="(\d+)" max="(\d+)" [^>]*?style="(\d+)"', sheet)
    text = {
        COLUMN_NAMES[place - 1]
        for first, last, style in columns
        for place in range(int(first), int(last) + 1)
        if formats[int(style)] == "49"
    }
    assert text == set(IDENTIFIERS)
