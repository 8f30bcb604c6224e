"""Why a row fits, does not fit or leaves a question open: a sentence for every finding."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _

from languages.amounts import format_amount, format_date, format_number
from languages.text import current_language
from programs import wording
from programs.codes import Channel, FundSource, Herd, Instrument, Purpose, RatingStep
from programs.eligibility import Verdict
from programs.finding.judgement import Finding
from programs.models.terms import AMOUNT_CURRENCY
from programs.wording import Text

VERDICT_TAGS = {Verdict.YES: "held", Verdict.NO: "refused", Verdict.NOT_KNOWN: "waiting"}


def verdict_label(verdict: Verdict) -> str:
    return {Verdict.YES: _("yes"), Verdict.NO: _("no"), Verdict.NOT_KNOWN: _("not known")}[verdict]


def sentence(finding: Finding) -> Text:
    """The ground in the page's language."""
    value = _limit(finding)
    return format_html(_SENTENCES[finding.reason](), value=value)


def _limit(finding: Finding) -> Text:
    limit, language = finding.limit, current_language()
    if limit is None:
        return ""
    if finding.reason in ("amount_min", "amount_max"):
        return format_amount(limit, AMOUNT_CURRENCY, language)
    if finding.reason == "deposit":
        return wording.percent(limit)
    if isinstance(limit, date):
        return format_date(limit, language)
    if isinstance(limit, dict):
        return wording.localized(limit)
    if finding.reason.removesuffix("_not_said") in _CODES:
        codes = _CODES[finding.reason.removesuffix("_not_said")]
        return str(codes(limit).label)
    if isinstance(limit, Decimal | int):
        return format_number(Decimal(limit), language)
    return str(limit)


_CODES: dict[str, Any] = {
    "channel": Channel,
    "purpose": Purpose,
    "source": FundSource,
    "instrument": Instrument,
    "herd": Herd,
    "rating": RatingStep,
}


# A sentence each in its own function: nothing is translated that is not shown.
_OF_ROWS: dict[str, Callable[[], str]] = {
    "programme_active": lambda: _("The programme is open on that day"),
    "programme_ended": lambda: _("The programme's last day was {value}"),
    "programme_repealed": lambda: _("The programme was repealed"),
    "channel": lambda: _("The row is for: {value}"),
    "purpose": lambda: _("Purpose of the row: {value}"),
    "purpose_any": lambda: _("The row holds for every purpose"),
    "source": lambda: _("Source of funds of the row: {value}"),
    "source_any": lambda: _("The row names no source of funds"),
    "instrument": lambda: _("Instrument of the row: {value}"),
    "instrument_any": lambda: _("The row is not limited to an instrument"),
    "instrument_not_said": lambda: _("The row is for one instrument only: {value}"),
    "herd": lambda: _("Livestock of the row: {value}"),
    "herd_any": lambda: _("The row is not limited to a kind of livestock"),
    "herd_not_said": lambda: _("The row is for one kind of livestock only: {value}"),
    "rating": lambda: _("Lender's rating of the row: {value}"),
    "rating_not_said": lambda: _("The row is for one step of the lender's rating: {value}"),
    "currency": lambda: _("Currency of the row: {value}"),
    "amount_min": lambda: _("Smallest amount: {value}"),
    "amount_max": lambda: _("Largest amount: {value}"),
    "amount_rule": lambda: _("Largest amount: {value}"),
    "amount_in_tenge": lambda: _(
        "The limits of the amount are stated in tenge, the credit is in {value}: the rate of the "
        "day of application decides"
    ),
    "amount_unlimited": lambda: _("The row states no limit of the amount"),
    "term_max": lambda: _("Longest term, in months: {value}"),
    "term_rule": lambda: _("Rule for the term: {value}"),
    "term_not_stated": lambda: _("The row states no term"),
}

_OF_CONDITIONS: dict[str, Callable[[], str]] = {
    "no_conditions_known": lambda: _("The conditions of that day are not known here"),
    "line_term": lambda: _("A credit partnership's line runs for at most {value} months"),
    "members": lambda: _("A new partnership has at least {value} members"),
    "members_potential": lambda: _(
        "A new partnership can grow to {value} members within 12 months of financing"
    ),
    "deposit": lambda: _("A new partnership's deposit is at least {value} of charter capital"),
    "mfo_rating": lambda: _("The Corporation rates the MFO “highly reliable” or “reliable”"),
    "mfo_provisions": lambda: _(
        "Provisions to the portfolio more than 90 days late are at least {value}"
    ),
    "mfo_k3": lambda: _("The coefficient k3, the new financing included, is at most {value}"),
    "mfo_activity": lambda: _("Core activity for at least {value} years"),
    "mfo_activity_with_audit": lambda: _(
        "Core activity for at least {value} year, with an audit of the MFO's processes"
    ),
    "mfo_activity_exempt": lambda: _(
        "Years of activity are not asked of an MFO of the State or of Atameken"
    ),
    "mfo_statements": lambda: _("Statements of the year before are audited"),
    "mfo_statements_exempt": lambda: _(
        "Audited statements are not asked of an MFO active for less than {value} year"
    ),
    "mfo_guarantee": lambda: _("The founders give a guarantee"),
    "mfo_guarantee_exempt": lambda: _(
        "No guarantee is asked of founders of the State or non-commercial"
    ),
    "leverage": lambda: _("Liabilities with the new financing to own capital: at most {value}/1"),
}

_SENTENCES = {**_OF_ROWS, **_OF_CONDITIONS}
