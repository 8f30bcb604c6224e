"""What the rules' codes mean to the person at the calculator, and what to do about them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from programs.day_count import DayCount
from programs.interest_subsidy import ReferenceKind, TermBucket
from programs.reference_rates import NotKnownReason
from programs.schedules import Repayment

REPAYMENTS: list[tuple[str, Promise]] = [
    (Repayment.ANNUITY.value, _("Equal payments (annuity)")),
    (Repayment.EQUAL_PRINCIPAL.value, _("Equal parts of the principal")),
    (Repayment.BULLET.value, _("The principal at the end")),
]
DAY_COUNTS: list[tuple[str, Promise]] = [
    (DayCount.THIRTY_360.value, _("30/360: every month has 30 days")),
    (DayCount.ACTUAL_360.value, _("Actual days / 360")),
    (DayCount.ACTUAL_365.value, _("Actual days / 365")),
    (DayCount.ACTUAL_ACTUAL.value, _("Actual days / actual days")),
]
REFERENCE_NAMES = {
    ReferenceKind.HALF_BASE_RATE: _("Half of the base rate of the National Bank of Kazakhstan"),
    ReferenceKind.HALF_KEY_RATE: _("Half of the key rate of the Bank of Russia"),
    ReferenceKind.CIRR: _("CIRR, the commercial interest reference rate"),
}
TERM_NAMES = {
    TermBucket.UP_TO_5_YEARS: _("terms up to 5 years"),
    TermBucket.OVER_5_TO_8_5_YEARS: _("terms over 5 and up to 8.5 years"),
    TermBucket.OVER_8_5_YEARS: _("terms over 8.5 years"),
}
WHY_NOT_KNOWN = {
    NotKnownReason.NO_ROW: _(
        "No value is published for this currency, or the portal's sources begin later."
    ),
    NotKnownReason.SERIES_ENDED: _("The rate is no longer published."),
    NotKnownReason.NOT_KNOWN_AFTER: _(
        "The last value that the portal knows is known to hold only until an earlier day."
    ),
    NotKnownReason.SHARE_NOT_IN_FORCE: _(
        "The share of the rate that counts is not known for this day."
    ),
}
REFUSALS: dict[str, Promise] = {
    "not_positive": _("Enter a number above zero"),
    "negative": _("Enter zero or a number above it"),
    "too_large": _("Enter a smaller number: this one is beyond what is computed"),
    "too_precise": _("Use fewer figures after the comma"),
    "not_below_term": _("The grace period must be shorter than the term"),
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
