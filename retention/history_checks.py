"""Check all histories of all rooms, and keep what was found."""

from collections.abc import Callable, Iterator
from datetime import datetime

from django.utils import timezone

from applications.events import checked_history, whole_cases
from norms.hash_chain import CheckedHistory
from prudential import breach_events
from retention.models import HistoryCheck, HistoryRoom

AT_A_TIME = 200
MOST_BREAKS = 50


def _cases() -> Iterator[CheckedHistory]:
    return map(checked_history, whole_cases().iterator(chunk_size=AT_A_TIME))


def _breaches() -> Iterator[CheckedHistory]:
    every = breach_events.all_breaches().iterator(chunk_size=AT_A_TIME)
    return map(breach_events.checked_history, every)


ROOMS: dict[HistoryRoom, Callable[[], Iterator[CheckedHistory]]] = {
    HistoryRoom.CASES: _cases,
    HistoryRoom.BREACHES: _breaches,
}


def check_all(*, now: Callable[[], datetime] = timezone.now) -> list[HistoryCheck]:
    """One row a room; constant memory, the first breaks are named and all are counted."""
    return [_check(room, now) for room in HistoryRoom]


def _check(room: HistoryRoom, now: Callable[[], datetime]) -> HistoryCheck:
    began_at, checked, broken = now(), 0, 0
    breaks: list[list[str | int]] = []
    for history in ROOMS[room]():
        checked += 1
        if history.broken:
            broken += 1
            if len(breaks) < MOST_BREAKS:
                breaks.append([history.number, history.broken.ordinal, history.broken.reason])
    return HistoryCheck.objects.create(
        room=room,
        began_at=began_at,
        ended_at=now(),
        checked=checked,
        broken=broken,
        breaks=breaks,
    )


def last_checks() -> list[HistoryCheck]:
    """The newest row of every room that was ever checked."""
    newest = (HistoryCheck.objects.filter(room=room).first() for room in HistoryRoom)
    return [row for row in newest if row is not None]
