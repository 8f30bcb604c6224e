"""The codes that terms are keyed by; their values are those of the API.

A row without a code in a key column (an empty text) holds for every value of it.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ProgrammeStatus(TextChoices):
    ACTIVE = "active", _("Open")
    ENDED = "ended", _("Ended")
    REPEALED = "repealed", _("Repealed")


class Channel(TextChoices):
    """Through whom the Corporation's money reaches the borrower."""

    DIRECT = "direct", _("Direct borrowers")
    CREDIT_PARTNERSHIP = "credit_partnership", _("Credit partnerships")
    MFO = "mfo", _("Microfinance organisations")
    BANK = "bank", _("Banks and the Eurasian Development Bank")
    LEASING = "leasing", _("Leasing companies")
    RIC = "ric", _("Regional investment centres")


class FundSource(TextChoices):
    """Whose money is lent."""

    REPUBLICAN_BUDGET = "republican_budget", _("Republican budget")
    REPUBLICAN_BUDGET_AND_BORROWED = (
        "republican_budget_and_borrowed",
        _("Republican budget and borrowed funds"),
    )
    OWN_AND_BORROWED = "own_and_borrowed", _("Own and borrowed funds")
    NATIONAL_FUND = "national_fund", _("National Fund")
    ROSEXIMBANK = "roseximbank", _("Roseximbank")
    PRODUCTIVE_EMPLOYMENT = "productive_employment", _("Productive employment programme")
    EMPLOYMENT_ROADMAP = "employment_roadmap", _("Employment Roadmap")
    NATIONAL_BANK = "national_bank", _("National Bank")


class Purpose(TextChoices):
    FIXED_ASSETS = "fixed_assets", _("Fixed assets and construction")
    WORKING_CAPITAL = "working_capital", _("Working capital")
    REFINANCING = "refinancing", _("Refinancing")
    LIVESTOCK = "livestock", _("Livestock")
    MACHINERY = "machinery", _("Machinery and equipment")
    FIELD_WORKS = "field_works", _("Spring field and harvesting works")
    COST_REIMBURSEMENT = "cost_reimbursement", _("Reimbursement of earlier costs")
    FUNDS_REPLACEMENT = "funds_replacement", _("Replacement of funds")


class Instrument(TextChoices):
    """Instruments of Islamic finance, programme 50-1."""

    MURABAHA = "murabaha", _("Murabaha")
    COMMODITY_MURABAHA = "commodity_murabaha", _("Commodity murabaha")
    GUARANTEE = "guarantee", _("Guarantee")


class Herd(TextChoices):
    """Kind of livestock, programme 50-2."""

    CATTLE = "cattle", _("Cattle")
    SMALL_RUMINANTS = "small_ruminants", _("Sheep and goats")


class RatingStep(TextChoices):
    """A step of the ladder by the lender's credit rating, programme 45."""

    BB_PLUS_AND_ABOVE = "bb_plus_and_above", _("BB+ and above")
    BB = "bb", "BB"
    BB_MINUS = "bb_minus", _("BB−")
    B_PLUS = "b_plus", "B+"
    B = "b", "B"
    B_MINUS = "b_minus", _("B−")


class RateKind(TextChoices):
    EXACT = "exact", _("exactly")
    UP_TO = "up_to", _("up to")


class GraceSubject(TextChoices):
    """What need not be paid during the grace period."""

    PRINCIPAL = "principal", _("principal")
    INTEREST = "interest", _("interest")
    BOTH = "both", _("principal and interest")
