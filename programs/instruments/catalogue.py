"""The export credit agency's instruments: seventeen of insurance, four guarantees.

Facts of the agency's catalogue; the texts in three languages are the portal's own.
The catalogue's numbers of the steps are lost in our copy: their order is inferred.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from norms.schema import LANGUAGES, Text
from norms.strict_yaml import read_strict

FOLDER = Path(__file__).resolve().parent.parent / "data" / "instruments"


class InstrumentKind(StrEnum):
    INSURANCE = "insurance"
    GUARANTEE = "guarantee"


class StepAct(StrEnum):
    """What a step is, in a word: the label of its arrow."""

    ADVANCE = "advance"
    APPLICATION = "application"
    APPROVAL = "approval"
    BID = "bid"
    BONDS = "bonds"
    CLAIM = "claim"
    COMPENSATION = "compensation"
    CONTRACT = "contract"
    COVER = "cover"
    COVER_GUARANTEE = "cover_guarantee"
    DECLARATION = "declaration"
    DELIVERY = "delivery"
    DELIVERY_AND_DOCUMENTS = "delivery_and_documents"
    DEPOSIT = "deposit"
    FACTORING = "factoring"
    FORWARD = "forward"
    GUARANTEE = "guarantee"
    GUARANTEE_DOCUMENTS = "guarantee_documents"
    INSURANCE = "insurance"
    INSURANCE_AND_PREMIUM = "insurance_and_premium"
    INVESTMENT = "investment"
    LEASE = "lease"
    LETTER_OF_CREDIT = "letter_of_credit"
    LOAN = "loan"
    LOAN_APPROVAL = "loan_approval"
    PAYMENT = "payment"
    PREMIUM = "premium"
    PREMIUM_AND_DELIVERY = "premium_and_delivery"
    PREMIUM_AND_WORKS = "premium_and_works"
    REPAYMENT = "repayment"
    SALES = "sales"
    SERVICE = "service"
    TENDER = "tender"
    TOP_UP_PREMIUM = "top_up_premium"


CONTINGENT = frozenset({StepAct.CLAIM, StepAct.COMPENSATION})
"""Happens only if a risk comes true."""


class InstrumentFileError(ValueError):
    """A file of an instrument cannot be taken: says which and why."""


@dataclass(frozen=True)
class Party:
    code: str
    name: Text


@dataclass(frozen=True)
class Step:
    """An arrow of the scheme from one party to another.

    Beside the steps ``number`` and ``act`` are None. ``joined_by`` act together with
    giver and taker, as in a contract of three.
    """

    number: int | None
    giver: str
    taker: str
    text: Text
    order_inferred: bool
    act: StepAct | None
    joined_by: tuple[str, ...]

    @property
    def contingent(self) -> bool:
        return self.act in CONTINGENT


@dataclass(frozen=True)
class Limits:
    """``payout_percent_max`` is of the export credit; currencies are codes or ISO."""

    amount: Text | None
    term: Text | None
    payout_percent_max: str | None
    currencies: tuple[str, ...]
    currencies_text: Text | None


@dataclass(frozen=True)
class Project:
    """A project that the catalogue shows; countries by ISO code, groups such as EUROPE."""

    company: Text
    product: Text | None
    countries: tuple[str, ...]
    country_groups: tuple[str, ...]


@dataclass(frozen=True)
class AgencyInstrument:
    """``official_name`` is the catalogue's own, in ``official_language``.

    ``protects``: the parties whose loss is made good.
    """

    code: str
    kind: InstrumentKind
    ordinal: int
    official_name: str
    official_language: str
    name: Text
    summary: Text
    purpose: Text
    beneficiary: Text | None
    parties: tuple[Party, ...]
    protects: tuple[str, ...]
    steps: tuple[Step, ...]
    flows: tuple[Step, ...]
    insured_risks: Text
    political_risks: tuple[Text, ...]
    commercial_risks: tuple[Text, ...]
    risks_basis: Text
    conditions: tuple[Text, ...]
    limits: Limits
    subsidy_applies: bool
    projects: tuple[Project, ...]
    geography: tuple[str, ...]
    geography_groups: tuple[str, ...]
    source_url: str | None


@cache
def agency_instruments() -> tuple[AgencyInstrument, ...]:
    """Insurance first, then guarantees, each in the catalogue's order; read once a process."""
    return read_instruments(FOLDER)


def read_instruments(folder: Path) -> tuple[AgencyInstrument, ...]:
    """Raises InstrumentFileError for a missing language, party or member."""
    found = [_read(path) for path in sorted(folder.glob("*.yaml"))]
    kinds = list(InstrumentKind)
    return tuple(sorted(found, key=lambda one: (kinds.index(one.kind), one.ordinal)))


def _read(path: Path) -> AgencyInstrument:
    try:
        instrument = _instrument(read_strict(path))
    except (KeyError, TypeError, ValueError) as error:
        raise InstrumentFileError(f"{path.name}: {type(error).__name__}: {error}") from error
    if instrument.code != path.stem:
        raise InstrumentFileError(f"{path.name} holds {instrument.code}")
    return instrument


def _instrument(raw: Mapping[str, Any]) -> AgencyInstrument:
    parties = tuple(Party(one["code"], _text(one["name"])) for one in raw["parties"])
    codes = {party.code for party in parties}
    return AgencyInstrument(
        code=raw["code"],
        kind=InstrumentKind(raw["kind"]),
        ordinal=int(raw["ordinal"]),
        official_name=raw["official_name"],
        official_language=raw["official_lang"],
        name=_text(raw["name"]),
        summary=_text(raw["summary"]),
        purpose=_text(raw["purpose"]),
        beneficiary=_text_or_none(raw.get("beneficiary")),
        parties=parties,
        protects=_members(raw["protects"], codes),
        steps=tuple(_step(one, codes) for one in raw["steps"]),
        flows=tuple(_step(one, codes) for one in raw["flows"]),
        insured_risks=_text(raw["insured_risks"]),
        political_risks=tuple(map(_text, raw["risks"]["political"])),
        commercial_risks=tuple(map(_text, raw["risks"]["commercial"])),
        risks_basis=_text(raw["risks_basis"]),
        conditions=tuple(map(_text, raw["conditions"])),
        limits=_limits(raw["limits"]),
        subsidy_applies=raw["subsidy_applies"],
        projects=tuple(map(_project, raw["projects"])),
        geography=tuple(raw["geography"]),
        geography_groups=tuple(raw["geography_groups"]),
        source_url=raw.get("source_url"),
    )


def _step(raw: Mapping[str, Any], parties: set[str]) -> Step:
    giver, taker = _members((raw["from"], raw["to"]), parties)
    numbered = "number" in raw
    return Step(
        number=int(raw["number"]) if numbered else None,
        giver=giver,
        taker=taker,
        text=_text(raw["text"]),
        order_inferred=raw.get("order_inferred", False),
        act=StepAct(raw["act"]) if numbered else None,
        joined_by=_members(raw.get("joined_by", ()), parties),
    )


def _members(codes: Iterable[str], parties: set[str]) -> tuple[str, ...]:
    named = tuple(codes)
    if unknown := set(named) - parties:
        raise ValueError(f"no party of the scheme: {', '.join(sorted(unknown))}")
    return named


def _limits(raw: Mapping[str, Any]) -> Limits:
    return Limits(
        amount=_text_or_none(raw["amount"]),
        term=_text_or_none(raw["term"]),
        payout_percent_max=raw["payout_percent_max"],
        currencies=tuple(raw["currencies"]),
        currencies_text=_text_or_none(raw["currencies_text"]),
    )


def _project(raw: Mapping[str, Any]) -> Project:
    return Project(
        company=_text(raw["company"]),
        product=_text_or_none(raw.get("product")),
        countries=tuple(raw["countries"]),
        country_groups=tuple(group["code"] for group in raw.get("country_groups", ())),
    )


def _text(raw: Mapping[str, str]) -> Text:
    return {language: raw[language] for language in LANGUAGES}


def _text_or_none(raw: Mapping[str, str] | None) -> Text | None:
    return None if raw is None else _text(raw)
