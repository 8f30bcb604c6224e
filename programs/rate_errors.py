"""Why a proposal of rates is refused; the pages put it in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class RateRefusal(Exception):
    words: str | Promise = ""


class RateEntryNotAllowed(RateRefusal):
    """Only a programme administrator proposes and decides on rates."""

    words = _("Only a programme administrator proposes and decides on reference rates.")


class SecondPersonNeeded(RateRefusal):
    words = _("You proposed these rates: a second person decides on them.")


class ProposalClosed(RateRefusal):
    words = _("This proposal was decided on or withdrawn meanwhile.")


class NotTheProposer(RateRefusal):
    words = _("Only the person who proposed the rates withdraws them.")


class ReasonNeeded(RateRefusal):
    words = _("Stored rows are corrected: say why.")


class NothingToPropose(RateRefusal):
    words = _("There is nothing to propose: no row is new or changes a stored one.")


class RateAlreadySuperseded(RateRefusal):
    """The row was corrected since: correct its successor."""

    words = _("A row that would be corrected was corrected meanwhile. Propose anew.")


class DayTaken(RateRefusal):
    """A row of that series and day was stored since the proposal."""

    words = _("A series has a row from one of these days meanwhile. Propose anew.")
