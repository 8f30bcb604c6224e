"""Words of the instruments' pages: kinds, participants, acts on arrows, regions, currencies."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from programs.instruments.catalogue import InstrumentKind, StepAct
from programs.instruments.geography import Region
from programs.instruments.participants import Participant

KINDS: dict[InstrumentKind, str | Promise] = {
    InstrumentKind.INSURANCE: _("Insurance"),
    InstrumentKind.GUARANTEE: _("Guarantees"),
}

PARTICIPANTS: dict[Participant, str | Promise] = {
    Participant.EXPORTER: _("an exporter"),
    Participant.FOREIGN_BUYER: _("a foreign buyer or customer"),
    Participant.LENDER: _("a bank or another lender"),
    Participant.LEASING_COMPANY: _("a leasing company"),
    Participant.FACTOR: _("a factor"),
    Participant.INVESTOR: _("an investor or a bondholder"),
}

ACTS: dict[StepAct, str | Promise] = {
    StepAct.ADVANCE: pgettext_lazy("on an arrow", "Advance"),
    StepAct.APPLICATION: pgettext_lazy("on an arrow", "Application"),
    StepAct.APPROVAL: pgettext_lazy("on an arrow", "Check and approval"),
    StepAct.BID: pgettext_lazy("on an arrow", "Bid"),
    StepAct.BONDS: pgettext_lazy("on an arrow", "Bonds"),
    StepAct.CLAIM: pgettext_lazy("on an arrow", "Claim"),
    StepAct.COMPENSATION: pgettext_lazy("on an arrow", "Compensation"),
    StepAct.CONTRACT: pgettext_lazy("on an arrow", "Contract"),
    StepAct.COVER: pgettext_lazy("on an arrow", "Insurance cover"),
    StepAct.COVER_GUARANTEE: pgettext_lazy("on an arrow", "Guarantee of the ECA"),
    StepAct.DECLARATION: pgettext_lazy("on an arrow", "Declaration of turnover"),
    StepAct.DELIVERY: pgettext_lazy("on an arrow", "Delivery"),
    StepAct.DELIVERY_AND_DOCUMENTS: pgettext_lazy("on an arrow", "Shipping documents"),
    StepAct.DEPOSIT: pgettext_lazy("on an arrow", "Conditional deposit"),
    StepAct.FACTORING: pgettext_lazy("on an arrow", "Factoring contract"),
    StepAct.FORWARD: pgettext_lazy("on an arrow", "Forward deal"),
    StepAct.GUARANTEE: pgettext_lazy("on an arrow", "Guarantee"),
    StepAct.GUARANTEE_DOCUMENTS: pgettext_lazy("on an arrow", "Guarantee documents"),
    StepAct.INSURANCE: pgettext_lazy("on an arrow", "Insurance contract"),
    StepAct.INSURANCE_AND_PREMIUM: pgettext_lazy("on an arrow", "Insurance contract, premium"),
    StepAct.INVESTMENT: pgettext_lazy("on an arrow", "Investment contract"),
    StepAct.LEASE: pgettext_lazy("on an arrow", "Financial lease"),
    StepAct.LETTER_OF_CREDIT: pgettext_lazy("on an arrow", "Letter of credit"),
    StepAct.LOAN: pgettext_lazy("on an arrow", "Loan"),
    StepAct.LOAN_APPROVAL: pgettext_lazy("on an arrow", "Approval of the loan"),
    StepAct.PAYMENT: pgettext_lazy("on an arrow", "Payment"),
    StepAct.PREMIUM: pgettext_lazy("on an arrow", "Premium"),
    StepAct.PREMIUM_AND_DELIVERY: pgettext_lazy(
        "on an arrow", "Delivery, once the premium is paid"
    ),
    StepAct.PREMIUM_AND_WORKS: pgettext_lazy("on an arrow", "Works, once the premium is paid"),
    StepAct.REPAYMENT: pgettext_lazy("on an arrow", "Repayment of the loan"),
    StepAct.SALES: pgettext_lazy("on an arrow", "Growing sales"),
    StepAct.SERVICE: pgettext_lazy("on an arrow", "Financial service"),
    StepAct.TENDER: pgettext_lazy("on an arrow", "Part in the tender"),
    StepAct.TOP_UP_PREMIUM: pgettext_lazy("on an arrow", "Top-up premium"),
}

REGIONS: dict[Region, str | Promise] = {
    Region.CENTRAL_ASIA: _("Central Asia"),
    Region.EASTERN_EUROPE_CAUCASUS: _("Eastern Europe and the Caucasus"),
    Region.EUROPE: _("Europe"),
    Region.MIDDLE_EAST: _("Türkiye and the Middle East"),
    Region.ASIA: _("Asia"),
    Region.ELSEWHERE: _("Elsewhere"),
}

COUNTRY_GROUPS: dict[str, str | Promise] = {
    "EUROPE": _("countries of Europe, not named"),
    "LATIN_AMERICA": _("Latin America, no country named"),
}
