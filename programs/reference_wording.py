"""Reference rates in words: their names, the terms of a CIRR, why one is not known."""

from django.utils.translation import gettext_lazy as _

from programs.interest_subsidy import ReferenceKind, TermBucket
from programs.reference_rates import NotKnownReason

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
