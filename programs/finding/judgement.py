"""Which rows of terms fit what someone asks for, with the grounds of every criterion.

Pure: rows, wishes and the day are arguments. A row is no where any criterion is no,
not known where any is not known, else yes. What nobody asked about decides nothing,
unless the row itself depends on it (a kind of livestock, an instrument, a rating).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from programs import eligibility
from programs.codes import Channel, FundSource, ProgrammeStatus
from programs.eligibility import Answer, MfoBusiness, MfoFacts, NewPartnership, Verdict
from programs.models import TermsRow
from programs.models.terms import AMOUNT_CURRENCY
from programs.terms_in_force import rating_step

# The longest a loan can run under a rule that names days: from 1 January to 1 December,
# from 1 December to 31 March.
MONTHS_OF_RULE = {
    "until_1_december_of_financing_year": 11,
    "december_of_financing_year_to_31_march_next_year": 4,
}
# Programme 47 limits an MFO's leverage by whose money it lends on.
LEVERAGE_PARAGRAPH = "47"
LEVERAGE_OF_SOURCE = {
    FundSource.PRODUCTIVE_EMPLOYMENT: MfoBusiness.PRODUCTIVE_EMPLOYMENT,
    FundSource.EMPLOYMENT_ROADMAP: MfoBusiness.BASTAU_BUSINESS,
}


@dataclass(frozen=True)
class Wish:
    """What is asked for; an empty text or None: not said. ``amount`` is in ``currency``.

    ``new_partnership`` None: the partnership is not new, or nobody said that it is.
    ``liabilities`` count the financing asked for; all but ``amount`` are in tenge.
    """

    channel: str = ""
    purpose: str = ""
    source: str = ""
    currency: str = ""
    instrument: str = ""
    herd: str = ""
    rating: str = ""
    amount: Decimal | None = None
    term_months: int | None = None
    corporation_capital: Decimal | None = None
    new_partnership: NewPartnership | None = None
    mfo: MfoFacts | None = None
    liabilities: Decimal | None = None
    equity: Decimal | None = None


_PLACES = {Verdict.YES: 0, Verdict.NOT_KNOWN: 1, Verdict.NO: 2}
_VERDICTS = {True: Verdict.YES, False: Verdict.NO, None: Verdict.NOT_KNOWN}


class Finding(NamedTuple):
    """``limit`` is the row's own value that decided, or the condition's threshold."""

    criterion: str
    verdict: Verdict
    reason: str
    paragraph: str
    effective_from: date | None
    limit: Any = None


@dataclass(frozen=True)
class Match:
    row: TermsRow
    findings: tuple[Finding, ...]

    @property
    def verdict(self) -> Verdict:
        worst = Verdict.YES
        for finding in self.findings:
            if finding.verdict is Verdict.NO:
                return Verdict.NO
            if finding.verdict is Verdict.NOT_KNOWN:
                worst = Verdict.NOT_KNOWN
        return worst

    def of(self, verdict: Verdict) -> list[Finding]:
        return [finding for finding in self.findings if finding.verdict is verdict]


def find(rows: Iterable[TermsRow], wish: Wish, *, on: date, effective_from: date) -> list[Match]:
    """Every row judged: those that fit first, then those with the fewest open questions.

    Rows that rank alike keep their order.
    ``effective_from`` is the first day of the revision that the rows belong to.
    Raises ``terms_in_force.UnknownRating``.
    """
    matches = [assess(row, wish, on=on, effective_from=effective_from) for row in rows]
    return sorted(matches, key=_rank)


def not_excluded(
    rows: Iterable[TermsRow], wish: Wish, *, on: date, effective_from: date
) -> list[TermsRow]:
    """The rows that nothing asked for rules out, whether their programme is open or not."""
    left = []
    for row in rows:
        ruled_out = assess(row, wish, on=on, effective_from=effective_from).of(Verdict.NO)
        if all(finding.criterion == "programme" for finding in ruled_out):
            left.append(row)
    return left


def assess(row: TermsRow, wish: Wish, *, on: date, effective_from: date) -> Match:
    """One row against what is asked; ``on`` decides whether its programme is open."""
    judge = _Judge(row, wish, on, effective_from)
    return Match(row, tuple(judge.findings()))


def _rank(match: Match) -> tuple[int, int]:
    verdict = match.verdict
    place = _PLACES[verdict]
    return place, len(match.of(verdict)) if place else 0


@dataclass(frozen=True)
class _Judge:
    row: TermsRow
    wish: Wish
    on: date
    effective_from: date

    def findings(self) -> list[Finding]:
        found = [
            self.programme(),
            self.code("channel"),
            self.code("purpose"),
            self.code("source"),
            self.detail("instrument"),
            self.detail("herd"),
            self.rating(),
            self.currency(),
            *self.amount(),
            self.term(),
            *self.beside_the_row(),
        ]
        return [finding for finding in found if finding is not None]

    def found(
        self, criterion: str, verdict: bool | None, reason: str, limit: Any = None
    ) -> Finding:
        place = self.row.paragraph
        return Finding(criterion, _VERDICTS[verdict], reason, place, self.effective_from, limit)

    def programme(self) -> Finding:
        programme = self.row.programme
        status = programme.status_on(self.on)
        is_open = status == ProgrammeStatus.ACTIVE
        return self.found("programme", is_open, f"programme_{status.value}", programme.ended_on)

    def code(self, name: str) -> Finding | None:
        """What is asked and what the row is for; an empty row holds for everything."""
        asked, held = getattr(self.wish, name), getattr(self.row, name)
        if not asked:
            return None
        if not held:
            return self.found(name, True, f"{name}_any")
        return self.found(name, asked == held, name, held)

    def detail(self, name: str) -> Finding | None:
        """As ``code``, where a row for one value only leaves the question open."""
        held = getattr(self.row, name)
        if held and not getattr(self.wish, name):
            return self.found(name, None, f"{name}_not_said", held)
        return self.code(name)

    def rating(self) -> Finding | None:
        held = self.row.rating_step
        if not held:
            return None
        if not self.wish.rating:
            return self.found("rating", None, "rating_not_said", held)
        return self.found("rating", rating_step(self.wish.rating) == held, "rating", held)

    def currency(self) -> Finding | None:
        if not self.wish.currency:
            return None
        same = self.wish.currency == self.row.currency
        return self.found("currency", same, "currency", self.row.currency)

    def amount(self) -> list[Finding]:
        """The least, the most, and the most by a rule; all of them are in tenge.

        What an amount in another currency comes to, the day of application tells.
        """
        asked, row = self.wish.amount, self.row
        if asked is None or self.wish.currency not in ("", row.currency):
            return []
        is_limited = row.amount_min is not None or row.amount_max is not None
        if row.currency != AMOUNT_CURRENCY and (is_limited or row.amount_max_rule):
            return [self.found("amount", None, "amount_in_tenge", row.currency)]
        found = []
        if row.amount_min is not None:
            found.append(
                self.found("amount", asked >= row.amount_min, "amount_min", row.amount_min)
            )
        if row.amount_max is not None:
            found.append(
                self.found("amount", asked <= row.amount_max, "amount_max", row.amount_max)
            )
        if row.amount_max_rule:
            found.append(self.amount_by_rule(asked))
        return found or [self.found("amount", True, "amount_unlimited")]

    def amount_by_rule(self, asked: Decimal) -> Finding:
        rule, capital = self.row.amount_max_rule, self.wish.corporation_capital
        if rule.get("code") != "share_of_corporation_capital" or capital is None:
            return self.found("amount", None, "amount_rule", rule)
        within = asked * 100 <= capital * Decimal(rule["value"])
        return self.found("amount", within, "amount_rule", rule)

    def term(self) -> Finding | None:
        asked, row = self.wish.term_months, self.row
        if asked is None:
            return None
        if row.term_months_max is not None and asked > row.term_months_max:
            return self.found("term", False, "term_max", row.term_months_max)
        if row.term_rule:
            longest = MONTHS_OF_RULE.get(row.term_rule.get("code", ""))
            over = longest is not None and asked > longest
            return self.found("term", False if over else None, "term_rule", row.term_rule)
        if row.term_months_max is None:
            return self.found("term", None, "term_not_stated")
        return self.found("term", True, "term_max", row.term_months_max)

    def beside_the_row(self) -> list[Finding]:
        """7-2 for a new partnership, 47 for an MFO's leverage, only on their own rows."""
        wish, row = self.wish, self.row
        if wish.channel != row.channel:
            return []
        if row.channel == Channel.CREDIT_PARTNERSHIP and wish.new_partnership is not None:
            answers = eligibility.new_credit_partnership_may_be_financed(
                wish.new_partnership, on=self.on
            )
            return [of_answer(answer) for answer in answers]
        if row.channel != Channel.MFO or row.programme.paragraph != LEVERAGE_PARAGRAPH:
            return []
        business = LEVERAGE_OF_SOURCE.get(FundSource(row.source)) if row.source else None
        if business is None:
            return []
        answer = eligibility.leverage_within_limit(
            business, wish.liabilities, wish.equity, on=self.on
        )
        return [of_answer(answer)]


def of_answer(answer: Answer) -> Finding:
    return Finding(
        answer.condition,
        answer.verdict,
        answer.reason,
        answer.paragraph,
        answer.effective_from,
        answer.threshold,
    )
