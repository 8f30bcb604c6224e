"""Answers are read back with the unit they were asked in."""

import pytest
from django.utils import translation

from applications.answer_display import answer_cards, in_words
from applications.form_sections import SECTION_OF_CODE
from applications.forms.financing import FinancingForm

MONTHS = ("term_months", "grace_principal_months", "grace_interest_months")


@pytest.mark.parametrize("name", MONTHS)
@pytest.mark.parametrize(("count", "words"), [(0, "0 months"), (1, "1 month"), (60, "60 months")])
def test_months_are_called_months(name, count, words):
    with translation.override("en"):
        assert in_words(FinancingForm.base_fields[name], count) == words


def test_a_grace_period_that_was_not_given_has_no_months():
    with translation.override("en"):
        assert in_words(FinancingForm.base_fields["grace_interest_months"], None) == ""


def test_the_financing_of_a_case_says_months_in_the_pages_language():
    typed = {"term_months": 36, "grace_principal_months": 6, "grace_interest_months": 0}
    with translation.override("ru"):
        [card, *_schedule] = answer_cards(SECTION_OF_CODE["financing"], typed)
    values = [row["value"] for row in card.rows if row["value"]]
    assert values == ["36 мес.", "6 мес.", "0 мес."]
