"""What a dated norm is: frozen types, and the closed lists they draw on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

LANGUAGES = ("kk", "ru", "en")

UNITS = frozenset(
    {
        "percent",
        "ratio",
        "tenge",
        "months",
        "working_days",
        "calendar_days",
        "items",
        "ladder_row",
    }
)

Text = Mapping[str, str]
"""One text in Kazakh, Russian and English, by language code."""


class Source(StrEnum):
    """How sure a value is."""

    SOURCE_DOCUMENT = "S"
    PUBLIC_DOCUMENT = "P"
    ASSUMPTION = "A"


class NormFileError(ValueError):
    """A file of norms cannot be taken: says which file and why."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


@dataclass(frozen=True)
class Act:
    """A legal act as cited: number, day of adoption, titles, state registration."""

    key: str
    number: str
    adopted_on: date
    title: Text
    issuer: Text
    title_language: str
    """The language of the official title; the other two are unofficial."""
    registered_number: str | None
    registered_on: date | None


@dataclass(frozen=True)
class Bracket:
    """``value`` holds for amounts up to and including the bound; None is no bound."""

    up_to_and_including: Decimal | None
    value: Decimal


@dataclass(frozen=True)
class NormEntry:
    """One dated entry of a norm: a value, brackets, or the norm's end."""

    effective_from: date
    value: Decimal | None
    brackets: tuple[Bracket, ...]
    ends: bool
    reason: Text | None
    replaced_by: Act | None
    act: Act
    amended_by: Act | None
    paragraph: str | None
    annex: str | None
    source: Source
    verified: bool
    note: Text | None

    @property
    def reference(self) -> str | None:
        """The place in the act, free of language where it can be: ``5-1``, ``annex 11``."""
        if self.paragraph:
            return self.paragraph
        return f"annex {self.annex}" if self.annex else None

    @property
    def citation(self) -> Text:
        """The act, and the act that gave it this wording, by number and day."""
        by = self.amended_by
        cited = _cited(self.act, "{} № {}", "№ {1} от {0}", "№ {1} of {0}")
        if by is None:
            return cited
        wording = _cited(
            by,
            " ({} № {} редакциясында)",
            " в редакции № {1} от {0}",
            ", as amended by № {1} of {0}",
        )
        return {language: cited[language] + wording[language] for language in LANGUAGES}

    @property
    def place(self) -> Text | None:
        """The place in the act as a text in three languages."""
        if self.paragraph:
            return _numbered(self.paragraph, "{}-тармақ", "пункт {}", "paragraph {}")
        if self.annex:
            return _numbered(self.annex, "{}-қосымша", "приложение {}", "annex {}")
        return None


def _numbered(number: str, kk: str, ru: str, en: str) -> Text:
    return {"kk": kk.format(number), "ru": ru.format(number), "en": en.format(number)}


def _cited(act: Act, kk: str, ru: str, en: str) -> Text:
    day = f"{act.adopted_on:%d.%m.%Y}"
    templates = {"kk": kk, "ru": ru, "en": en}
    return {language: text.format(day, act.number) for language, text in templates.items()}


@dataclass(frozen=True)
class Norm:
    """A norm with its whole history, oldest entry first."""

    name: str
    title: Text
    unit: str
    bracket_unit: str | None
    formula_use: tuple[str, ...]
    before: Text | None
    """What held before the first entry, where known."""
    table: str | None
    """A data file in ``norms/data`` that belongs to the norm."""
    entries: tuple[NormEntry, ...]
    digest: str
    """SHA-256 of the canonical content, its table included."""


@dataclass(frozen=True)
class NormValue:
    """What a norm says on one day."""

    norm: Norm
    on: date
    entry: NormEntry
    effective_until: date | None
    """The last day of this entry, None while nothing follows it."""

    @property
    def name(self) -> str:
        return self.norm.name

    @property
    def title(self) -> Text:
        return self.norm.title

    @property
    def unit(self) -> str:
        return self.norm.unit

    @property
    def value(self) -> Decimal | None:
        """The number, or None: no threshold is known (or the norm has brackets)."""
        return self.entry.value

    @property
    def is_known(self) -> bool:
        return self.entry.value is not None or bool(self.entry.brackets)

    @property
    def act(self) -> Act:
        return self.entry.act

    @property
    def citation(self) -> Text:
        return self.entry.citation

    @property
    def paragraph(self) -> str | None:
        return self.entry.reference

    @property
    def effective_from(self) -> date:
        return self.entry.effective_from

    @property
    def source(self) -> Source:
        return self.entry.source

    @property
    def verified(self) -> bool:
        return self.entry.verified

    @property
    def note(self) -> Text | None:
        return self.entry.note

    def bracket_for(self, amount: Decimal) -> Decimal | None:
        """The value for an amount (in the norm's ``bracket_unit``); bounds are inclusive.

        A norm without brackets gives its one value for every amount.
        """
        for bracket in self.entry.brackets:
            bound = bracket.up_to_and_including
            if bound is None or amount <= bound:
                return bracket.value
        return self.entry.value

    def required_value(self) -> Decimal:
        """The number, where a rule cannot do without it; raises ValueError if unknown."""
        if self.entry.value is None:
            raise ValueError(f"{self.name} has no single value on {self.on}")
        return self.entry.value
