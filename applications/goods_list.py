"""Entries of the goods list of a day: by the digits of a code, or by words."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from applications.folding import search_words
from applications.models import GoodsListEdition, GoodsListEntry

SHORTEST_PREFIX, LONGEST_CODE = 2, 10
# Beyond this an edition is not searched by words in one request.
MOST_SEARCHED = 20_000


@dataclass(frozen=True)
class Covered:
    """What the list says of typed digits; ``covering`` are the entries that cover them."""

    entries: list[GoodsListEntry]
    covering: list[GoodsListEntry]


def goods_list_on(on: date) -> GoodsListEdition | None:
    """The edition that holds on a day, None before the first one."""
    return GoodsListEdition.objects.started(on).first()


def digits_of(typed: str) -> str:
    """The digits of a typed code, "" when it is none."""
    bare = "".join(typed.replace(".", " ").split())
    return bare if bare.isascii() and bare.isdigit() and len(bare) <= LONGEST_CODE else ""


def entries_by_code(edition: GoodsListEdition, digits: str, *, most: int) -> Covered:
    """Entries that cover the digits, then those that begin with them, in the list's order."""
    found = list(_by_code(edition, digits).order_by("hs_prefix")[:most])
    covering = [entry for entry in found if digits.startswith(entry.hs_prefix)]
    return Covered(found, covering)


def _by_code(edition: GoodsListEdition, digits: str) -> QuerySet[GoodsListEntry]:
    """A range instead of LIKE, so that every database answers from the index."""
    shorter = [digits[:length] for length in range(SHORTEST_PREFIX, len(digits) + 1)]
    longer = Q(hs_prefix__gte=digits, hs_prefix__lt=f"{digits}a")
    return edition.entries.filter(Q(hs_prefix__in=shorter) | longer)


def entries_by_words(edition: GoodsListEdition, typed: str) -> list[GoodsListEntry]:
    """Entries whose names, in any one language, hold every word, in the list's order."""
    asked = search_words(typed)
    if not asked:
        return []
    entries = edition.entries.order_by("hs_prefix")[:MOST_SEARCHED]
    return [entry for entry in entries if _holds(entry, asked)]


def _holds(entry: GoodsListEntry, asked: list[str]) -> bool:
    names = (entry.name_kk, entry.name_ru, entry.name_en)
    return any(_names(name, asked) for name in names)


def _names(name: str, asked: list[str]) -> bool:
    words = search_words(name)
    return all(any(word.startswith(part) for word in words) for part in asked)
