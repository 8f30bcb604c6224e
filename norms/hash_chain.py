"""Histories that chain each row to the one before by its digest, and where they break."""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar


def sha256_of(content: Any) -> str:
    """SHA-256 of the canonical JSON: keys sorted, no spaces, letters as they are."""
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


@dataclass(frozen=True)
class ChainBreak:
    """The first event at which a history is not what was written.

    ``reason`` is ``missing`` (there is no event at all), ``ordinal``, ``previous_hash``,
    ``version``, ``hash``, ``state``, or what a room's own events cover besides.
    """

    ordinal: int
    reason: str


class Link(Protocol):
    """An event of a chained history."""

    ordinal: int
    previous_hash: str
    hash: str
    to_state: str


AnyLink = TypeVar("AnyLink", bound=Link)


def first_break(
    events: Iterable[AnyLink], *, state: str, fault: Callable[[AnyLink], str]
) -> ChainBreak | None:
    """The first break in events that should be whole and lead to ``state``.

    ``fault`` says what is wrong with an event in itself, empty where nothing is.
    """
    previous, reached, ordinal = "", "", 0
    for ordinal, event in enumerate(events, start=1):
        if reason := _place_fault(event, ordinal, previous) or fault(event):
            return ChainBreak(ordinal, reason)
        previous, reached = event.hash, event.to_state
    if not ordinal:
        return ChainBreak(1, "missing")
    return ChainBreak(ordinal, "state") if reached != state else None


def _place_fault(event: Link, ordinal: int, previous: str) -> str:
    if event.ordinal != ordinal:
        return "ordinal"
    return "" if event.previous_hash == previous else "previous_hash"


@dataclass(frozen=True)
class CheckedHistory:
    """One history that was checked: whose, how many events, the last hash, the first break."""

    number: str
    events: int
    last_hash: str
    broken: ChainBreak | None
