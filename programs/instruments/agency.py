"""What the export credit agency's catalogue says of all its instruments together."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from norms.schema import LANGUAGES, Text
from norms.strict_yaml import read_strict

FILE = Path(__file__).resolve().parent.parent / "data" / "agency.yaml"


@dataclass(frozen=True)
class Agency:
    """``payout_percent_max`` is of the export credit; ``lost_figures`` are named, not known."""

    official_name: str
    official_language: str
    brand: str
    name: Text
    role: Text
    political_risks: tuple[Text, ...]
    commercial_risks: tuple[Text, ...]
    payout_percent_max: str
    payout_basis: Text
    lost_figures: tuple[Text, ...]
    geography: tuple[str, ...]
    geography_groups: tuple[str, ...]


@cache
def agency() -> Agency:
    """Read once a process; KeyError for a missing member or language."""
    raw = read_strict(FILE)
    risks = raw["risks"]
    return Agency(
        official_name=raw["official_name"],
        official_language=raw["official_lang"],
        brand=raw["brand"],
        name=_text(raw["name"]),
        role=_text(raw["role"]),
        political_risks=tuple(map(_text, risks["political"])),
        commercial_risks=tuple(map(_text, risks["commercial"])),
        payout_percent_max=risks["payout_percent_max"],
        payout_basis=_text(risks["payout_basis"]),
        lost_figures=tuple(map(_text, raw["lost_figures"])),
        geography=tuple(raw["geography"]),
        geography_groups=tuple(raw["geography_groups"]),
    )


def _text(raw: Text) -> Text:
    return {language: raw[language] for language in LANGUAGES}
