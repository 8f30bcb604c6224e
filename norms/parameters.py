"""Asking the law: what a norm says on a day.

The files lie in ``norms/parameters/``; this module never imports Django, so pure
rules may use it.
"""

import hashlib
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from norms.loader import load_norms
from norms.schema import Norm, NormEntry, NormValue

__all__ = ["NormNotInForce", "UnknownNorm", "all_norms", "norm", "norm_history", "norms_digest"]

FOLDER = Path(__file__).resolve().parent


class UnknownNorm(LookupError):
    """No file of that name: a mistake in the program, not in the data."""


class NormNotInForce(Exception):
    """The norm did not exist on the day asked about.

    ``first_day`` is the norm's first day. Where it had ended, ``ended`` is the entry
    that ended it (first day without the norm, reason, replacing act) and ``last`` the
    last entry that was in force. ``before`` says what held earlier, where known.
    """

    def __init__(self, norm: Norm, on: date, ended: NormEntry | None) -> None:
        self.norm = norm
        self.on = on
        self.ended = ended
        self.first_day = norm.entries[0].effective_from
        self.before = norm.before if ended is None else None
        super().__init__(self._message())

    @property
    def last_day(self) -> date | None:
        """The last day of the norm's life, None if the day asked about precedes it."""
        return self.ended.effective_from - timedelta(days=1) if self.ended else None

    @property
    def last(self) -> NormEntry | None:
        """The entry that was in force last, None if the day precedes the norm."""
        if self.ended is None:
            return None
        return self.norm.entries[self.norm.entries.index(self.ended) - 1]

    def _message(self) -> str:
        if self.ended is None:
            return f"{self.norm.name} is in force from {self.first_day}, not on {self.on}"
        act = self.ended.replaced_by or self.ended.act
        return (
            f"{self.norm.name} was in force until {self.last_day}, not on {self.on}:"
            f" see № {act.number} of {act.adopted_on}"
        )


@cache
def all_norms() -> dict[str, Norm]:
    """Every norm with its history, by name; read once a process."""
    return load_norms(FOLDER)


def norm_history(name: str) -> Norm:
    try:
        return all_norms()[name]
    except KeyError:
        raise UnknownNorm(name) from None


def norm(name: str, *, on: date) -> NormValue:
    """What the norm says on the day ``on``.

    Raises NormNotInForce before the norm's first day and after its end, and
    UnknownNorm for a name without a file.
    """
    found = norm_history(name)
    begun = [entry for entry in found.entries if entry.effective_from <= on]
    if not begun:
        raise NormNotInForce(found, on, None)
    if begun[-1].ends:
        raise NormNotInForce(found, on, begun[-1])
    following = found.entries[len(begun) :]
    until = following[0].effective_from - timedelta(days=1) if following else None
    return NormValue(norm=found, on=on, entry=begun[-1], effective_until=until)


def norms_digest(names: Iterable[str]) -> str:
    """SHA-256 over the content of the named norms, free of their order.

    A run stores it beside its input's digest: where the digest of today differs from
    the stored one, the run is stale.
    """
    lines = [f"{name} {norm_history(name).digest}" for name in sorted(set(names))]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
