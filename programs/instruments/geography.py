"""Export geography: countries by region, and a map with a tile for each country."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from norms.strict_yaml import read_strict

FILE = Path(__file__).resolve().parent.parent / "data" / "tile_map.yaml"
TILE = 40
EMPTY = ".."


class Region(StrEnum):
    CENTRAL_ASIA = "central_asia"
    EASTERN_EUROPE_CAUCASUS = "eastern_europe_caucasus"
    EUROPE = "europe"
    MIDDLE_EAST = "middle_east"
    ASIA = "asia"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True)
class Tile:
    """A country's square, ``x`` and ``y`` of its upper left corner in units of the picture."""

    country: str
    x: int
    y: int

    @property
    def middle(self) -> int:
        return self.x + TILE // 2

    @property
    def baseline(self) -> int:
        return self.y + TILE // 2 + 6


@dataclass(frozen=True)
class TileMap:
    origin: str
    tiles: tuple[Tile, ...]
    regions: dict[str, Region]

    @property
    def width(self) -> int:
        return max(tile.x for tile in self.tiles) + TILE

    @property
    def height(self) -> int:
        return max(tile.y for tile in self.tiles) + TILE


@cache
def tile_map() -> TileMap:
    """Read once a process; ValueError for a country twice or in no region."""
    raw = read_strict(FILE)
    tiles = tuple(
        Tile(country, TILE * column, TILE * row)
        for row, line in enumerate(raw["rows"])
        for column, country in enumerate(line.split())
        if country != EMPTY
    )
    listed = [
        (code, Region(name)) for name, line in raw["regions"].items() for code in line.split()
    ]
    if sorted(tile.country for tile in tiles) != sorted(code for code, _region in listed):
        raise ValueError(f"{FILE.name}: a country on the map stands in one region, once")
    return TileMap(raw["origin"], tiles, dict(listed))


def by_region(countries: Iterable[str]) -> dict[Region, list[str]]:
    """The countries under their regions, regions in their own order; no empty region."""
    regions = tile_map().regions
    found: dict[Region, list[str]] = {region: [] for region in Region}
    for country in countries:
        found[regions[country]].append(country)
    return {region: codes for region, codes in found.items() if codes}
