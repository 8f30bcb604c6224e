"""The templates hold the headings of a register and nothing else, and go in as they are."""

import io

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from files.workbooks import is_workbook, workbook_fault
from prudential.register_columns import COLUMN_NAMES
from tests.prudential.register_files import mfo_reporter

pytestmark = pytest.mark.django_db


def template(form: str) -> bytes:
    client = Client()
    client.force_login(mfo_reporter().user, backend="accounts.backends.PortalBackend")
    return client.get(reverse("prudential:register_template"), {"format": form}).content


def test_the_csv_template_is_the_headings():
    assert template("").decode() == ",".join(COLUMN_NAMES) + "\r\n"


def test_the_workbook_template_is_the_headings_and_passes_the_door():
    file = io.BytesIO(template("xlsx"))
    assert is_workbook(file)
    assert workbook_fault(file) is None
    file.seek(0)
    with CalamineWorkbook.from_filelike(file) as workbook:
        assert workbook.get_sheet_by_index(0).to_python() == [list(COLUMN_NAMES)]
