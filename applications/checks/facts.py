"""All that the checks may look at, gathered beforehand: checks ask no database and no clock."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from applications.checks.finding import Source


@dataclass(frozen=True, slots=True)
class Contract:
    """The export contract; ``amount`` in ``currency``."""

    number: str
    on: date
    amount: Decimal
    currency: str
    delivery_until: date | None = None


@dataclass(frozen=True, slots=True)
class GoodsLine:
    """A line of goods or services; ``amount`` in the contract's currency."""

    hs_code: str
    description: str
    amount: Decimal
    origin_number: str = ""
    origin_issued_on: date | None = None
    origin_valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Financing:
    """``kind`` is ``credit`` or ``lease``; ``advance_amount``, in the contract's currency,
    is paid by the buyer itself."""

    kind: str
    agreed_on: date
    amount: Decimal
    currency: str
    nominal_percent: Decimal
    term_months: int
    first_disbursement: date | None = None
    advance_amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Insurance:
    instrument: str
    on: date
    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class KnownReference:
    """The reference rate as the subsidy measures by it, already halved where it is."""

    kind: str
    value_percent: Decimal
    source: str
    effective_from: date


@dataclass(frozen=True, slots=True)
class GoodsList:
    """The edition of annex 2 in force on the day; ``prefixes`` are HS prefixes."""

    title: str
    effective_from: date
    source: str
    is_sample: bool
    prefixes: frozenset[str]
    sha256: str = ""

    def covers(self, hs_code: str) -> bool:
        return any(hs_code.startswith(prefix) for prefix in self.prefixes)


@dataclass(frozen=True, slots=True)
class Budget:
    """Money of a year and what approvals of that year have taken, in one currency.

    ``uncounted`` approvals are in other currencies, so their sum is not known here.
    """

    year: int
    amount: Decimal
    currency: str
    source: str
    committed: Decimal
    uncounted: int = 0


@dataclass(frozen=True, slots=True)
class TermNorm:
    months: int
    source: Source


@dataclass(frozen=True, slots=True)
class Edition:
    act: str
    effective_from: date
    source: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """One submission with all that the rules compare it to; ``on`` is its legal day.

    ``first_day`` is that of the case's first submission, ``edition_of_first_day`` and
    ``published_reference`` what the portal knows of that day by now.
    """

    on: date
    first_day: date
    edition: Edition
    organisation_confirmed: bool
    lender_kind: str
    lender_bin: str
    buyer_country: str
    contract: Contract
    goods: tuple[GoodsLine, ...]
    financing: Financing
    insurance: Insurance
    documents: frozenset[str]
    required_documents: tuple[str, ...] = ()
    reference: KnownReference | None = None
    published_reference: KnownReference | None = None
    edition_of_first_day: Edition | None = None
    maximum_term: TermNorm | None = None
    goods_list: GoodsList | None = None
    same_contract_cases: tuple[str, ...] = field(default=())
    budget: Budget | None = None
    subsidy_amount: Decimal | None = None
    """What the state would pay over the whole term, in the financing's currency."""
