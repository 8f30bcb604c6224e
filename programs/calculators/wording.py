"""What the rules' codes mean to the person at the calculator, and what to do about them."""

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from programs.day_count import DayCount
from programs.file_limits import Back
from programs.schedules import Repayment

REPAYMENTS: list[tuple[str, Promise]] = [
    (Repayment.ANNUITY.value, _("Equal payments (annuity)")),
    (Repayment.EQUAL_PRINCIPAL.value, _("Equal parts of the principal")),
    (Repayment.BULLET.value, _("The principal at the end")),
]
OWN_REPAYMENT: tuple[str, Promise] = (Repayment.OWN.value, _("Own schedule"))
# The names that begin the fields of further terms, with what their column is called.
THESE_TERMS = _("These terms")
OTHER_TERMS: dict[str, Promise] = {
    "other": _("Other terms"),
    "third": _("Third terms"),
    "fourth": _("Fourth terms"),
}
DAY_COUNTS: list[tuple[str, Promise]] = [
    (DayCount.THIRTY_360.value, _("30/360: every month has 30 days")),
    (DayCount.ACTUAL_360.value, _("Actual days / 360")),
    (DayCount.ACTUAL_365.value, _("Actual days / 365")),
    (DayCount.ACTUAL_ACTUAL.value, _("Actual days / actual days")),
]
REFUSALS: dict[str, Promise] = {
    "not_positive": _("Enter a number above zero"),
    "negative": _("Enter zero or a number above it"),
    "too_large": _("Enter a smaller number: this one is beyond what is computed"),
    "too_precise": _("Use fewer figures after the comma"),
    "not_below_term": _("The grace period must be shorter than the term"),
    "not_rising": _("Enter the days in their order, each after the disbursement"),
    "principal_mismatch": _("The principal of all rows must make the amount of the credit"),
    "too_many": _("Enter fewer rows"),
    "beyond_calendar": _("Enter an earlier day: the last payments lie beyond the calendar"),
    "empty": _("Enter at least one amount above zero"),
}
NO_RATE: dict[str, Promise] = {
    "no_solution": _(
        "There is no effective rate: no rate makes these payouts equal to these payments. Check "
        "that the payments come after the payouts and that none is missing."
    ),
    "several_solutions": _(
        "There is no one effective rate: more than one rate makes these payouts equal to these "
        "payments. That happens when payouts follow payments."
    ),
    "out_of_range": _(
        "Only a rate above a hundred million percent solves the equation. Check the amounts and "
        "the days."
    ),
    "undecided": _(
        "Payouts and payments alternate too often to tell how many rates solve the equation."
    ),
}


def calculators_back() -> Back:
    return Back(reverse("programs:calculators"), _("Calculators"))
