"""The rules as they are declared: where each stands, what it reads, how it can end.

The checks take their outcomes and their places from here, and so does the page that
tells everybody what is checked: there is no second list.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from applications.checks.facts import Edition
from applications.checks.finding import Compared, Finding, Outcome, Source

FAIL, UNKNOWN, WARNING, PASS = Outcome.FAIL, Outcome.UNKNOWN, Outcome.WARNING, Outcome.PASS


class Dated(StrEnum):
    """The dated value that a rule compares with, besides the answers."""

    NONE = ""
    EDITION = "edition"
    GOODS_LIST = "goods_list"
    REFERENCE = "reference"
    TERM_NORM = "term_norm"
    BUDGET = "budget"


@dataclass(frozen=True, slots=True)
class Place:
    """``sure`` is S (stands in the order), P (public practice), A (the portal's own)."""

    sure: str
    paragraph: str = ""
    annex: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """``reads`` names the sections of the form whose answers can change the outcome,
    ``compares`` the values that a finding shows, ``ends`` the outcome of every reason."""

    code: str
    place: Place
    reads: tuple[str, ...]
    compares: tuple[str, ...]
    ends: Mapping[str, Outcome]
    dated: Dated = Dated.NONE

    def found(self, reason: str, source: Source, *values: Compared) -> Finding:
        return Finding(self.code, self.ends[reason], reason, source, values)

    def source(self, edition: Edition) -> Source:
        """The place in the edition that the case belongs to; without an act, how sure it is."""
        if self.place.sure != "S":
            return Source(sure=self.place.sure)
        return Source(
            sure="S",
            act=edition.act,
            paragraph=self.place.paragraph,
            annex=self.place.annex,
            effective_from=edition.effective_from.isoformat(),
            verified=edition.verified,
        )


PORTAL = Place("A")
PRACTICE = Place("P")

RULES: tuple[Rule, ...] = (
    Rule(
        "organisation_confirmed",
        PORTAL,
        reads=(),
        compares=(),
        ends={"confirmed": PASS, "unconfirmed": FAIL},
    ),
    Rule(
        "edition_stands",
        PORTAL,
        reads=(),
        compares=("first_day", "edition_of_case", "edition_of_day"),
        ends={"stands": PASS, "other_edition": WARNING, "no_edition": UNKNOWN},
        dated=Dated.EDITION,
    ),
    Rule(
        "lender_kind",
        Place("S", "1, 4"),
        reads=("lender",),
        compares=("lender_kind",),
        ends={"allowed": PASS, "not_allowed": FAIL},
        dated=Dated.EDITION,
    ),
    Rule(
        "lender_bin",
        PRACTICE,
        reads=("lender",),
        compares=("lender_bin",),
        ends={"valid": PASS, "invalid": FAIL},
    ),
    Rule(
        "buyer_foreign",
        Place("S", "1"),
        reads=("buyer",),
        compares=("buyer_country",),
        ends={"foreign": PASS, "not_foreign": FAIL},
        dated=Dated.EDITION,
    ),
    Rule(
        "goods_on_list",
        Place("S", "4", "2"),
        reads=("goods",),
        compares=("goods_list", "hs_code"),
        ends={
            "on_list": PASS,
            "not_on_list": FAIL,
            "sample_list": UNKNOWN,
            "no_list": UNKNOWN,
        },
        dated=Dated.GOODS_LIST,
    ),
    Rule(
        "made_in_kazakhstan",
        Place("S", "1, 4"),
        reads=("goods", "documents"),
        compares=("hs_code", "origin_number", "origin_issued_on", "origin_valid_until"),
        ends={"proved": PASS, "no_proof": FAIL, "expired": FAIL},
        dated=Dated.EDITION,
    ),
    Rule(
        "insured",
        Place("S", "1, 4"),
        reads=("financing", "insurance"),
        compares=("financing_kind", "insurance_instrument"),
        ends={"fits": PASS, "other_instrument": FAIL},
        dated=Dated.EDITION,
    ),
    Rule(
        "insured_amount",
        PORTAL,
        reads=("financing", "insurance"),
        compares=("insured_amount", "financing_amount"),
        ends={"covers": PASS, "too_low": FAIL, "other_currency": FAIL},
    ),
    Rule(
        "term",
        PRACTICE,
        reads=("financing",),
        compares=("term_months", "maximum_term_months"),
        ends={"within": PASS, "too_long": FAIL, "no_norm": UNKNOWN},
        dated=Dated.TERM_NORM,
    ),
    Rule(
        "rate_above_reference",
        PRACTICE,
        reads=("financing",),
        compares=("nominal_rate", "reference_rate"),
        ends={"above": PASS, "not_above": FAIL, "no_rate": UNKNOWN},
        dated=Dated.REFERENCE,
    ),
    Rule(
        "reference_stands",
        PORTAL,
        reads=("financing",),
        compares=("first_day", "reference_frozen", "reference_published"),
        ends={
            "stands": PASS,
            "corrected": WARNING,
            "entered_since": UNKNOWN,
            "still_unknown": UNKNOWN,
            "withdrawn": WARNING,
        },
        dated=Dated.REFERENCE,
    ),
    Rule(
        "dates",
        PORTAL,
        reads=("contract", "financing", "insurance"),
        compares=(
            "submitted_on",
            "contract_date",
            "delivery_until",
            "agreement_date",
            "first_disbursement",
            "insurance_date",
        ),
        ends={
            "in_order": PASS,
            "in_the_future": FAIL,
            "delivery_before_contract": FAIL,
            "financing_before_contract": FAIL,
            "paid_before_agreed": FAIL,
            "insured_before_contract": FAIL,
        },
    ),
    Rule(
        "amounts",
        PORTAL,
        reads=("contract", "goods", "financing"),
        compares=("contract_amount", "goods_amount", "financing_amount", "advance_amount"),
        ends={
            "consistent": PASS,
            "goods_above_contract": FAIL,
            "financing_above_contract": FAIL,
            "other_currency": UNKNOWN,
        },
    ),
    Rule(
        "not_twice",
        PORTAL,
        reads=("contract",),
        compares=("contract_number", "other_case"),
        ends={"only_case": PASS, "other_case": FAIL},
    ),
    Rule(
        "documents",
        PORTAL,
        reads=("documents",),
        compares=("missing_document",),
        ends={"complete": PASS, "missing": FAIL},
    ),
    Rule(
        "budget",
        PORTAL,
        reads=("financing",),
        compares=("budget_year", "budget_amount", "budget_committed", "subsidy_asked"),
        ends={
            "within": PASS,
            "exceeded": WARNING,
            "no_budget": UNKNOWN,
            "not_comparable": UNKNOWN,
        },
        dated=Dated.BUDGET,
    ),
)
RULE: dict[str, Rule] = {rule.code: rule for rule in RULES}
