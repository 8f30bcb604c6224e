"""What one pays, shown beside the financing while it is still being filled in."""

from datetime import date

import pytest

from applications.filing_pages import financing_panel
from applications.form_sections import SECTION_OF_CODE
from applications.section_sheets import SectionSheet
from tests.applications.cases import RAW_ANSWERS, know_base_rate

pytestmark = pytest.mark.django_db
DAY = date(2026, 1, 20)
PAYMENT = {"date": "01.06.2026", "principal": "100 000 000"}


def panel(**changes):
    know_base_rate()
    raw = {**RAW_ANSWERS["financing"], **changes}
    return financing_panel(SectionSheet(SECTION_OF_CODE["financing"], raw, checked=True), on=DAY)


def test_a_whole_own_schedule_is_computed():
    shown = panel(repayment="own", own_schedule=[PAYMENT])
    assert shown["subsidy"].schedule.rows[0].date == date(2026, 6, 1)


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [{**PAYMENT, "principal": ""}],
        [{**PAYMENT, "date": "soon"}],
        [{**PAYMENT, "principal": "99 000 000"}],
        [{**PAYMENT, "date": "01.01.2026"}],
    ],
    ids=["none", "no principal", "no day", "another sum", "before the disbursement"],
)
def test_an_own_schedule_with_gaps_or_faults_gives_no_figures(rows):
    assert panel(repayment="own", own_schedule=rows) is None


def test_a_grace_left_empty_is_none_but_a_wrong_one_gives_no_figures():
    assert panel(grace_principal_months="")["subsidy"].schedule is not None
    assert panel(grace_principal_months="36") is None
