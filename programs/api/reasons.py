"""Why a calculator has no answer, in words. The codes are the rules' own."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, Promise] = {
    "not_a_number": _("This is not a number."),
    "not_positive": _("The amount must be above zero."),
    "negative": _("The number is below zero."),
    "too_large": _("The number is too large."),
    "too_precise": _("The number has too many decimals."),
    "not_below_term": _("The grace period must be shorter than the term."),
    "beyond_calendar": _("The last payments lie beyond the calendar."),
    "empty": _("No amount above zero is given."),
    "no_solution": _("No rate makes the payouts equal to the payments."),
    "several_solutions": _("More than one rate makes the payouts equal to the payments."),
    "out_of_range": _("Only a rate above a hundred million percent solves the equation."),
    "undecided": _("Payouts and payments alternate too often to tell the rate."),
    "over_maximum": _("The term is longer than what is subsidised: at most %(months)s months."),
    "no_row": _("No reference rate is known for this currency, term and day."),
    "series_ended": _("The reference rate was discontinued before this day."),
    "not_known_after": _("What we know of the reference rate ends before this day."),
    "share_not_in_force": _("The order did not say on this day which share of the rate counts."),
}
