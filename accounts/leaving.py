"""What a person who leaves has in hand: rooms above say it, and which page hands it on.

A room registers itself when it is ready; this one imports nothing of theirs.
"""

from collections.abc import Callable

from django.urls import reverse

from accounts.models import Membership

_rooms: list[tuple[Callable[[Membership], bool], str]] = []


def hands_over_at(has_something_open: Callable[[Membership], bool], page: str) -> None:
    """``page`` is the name of an address with the membership's key; registered once."""
    if (has_something_open, page) not in _rooms:
        _rooms.append((has_something_open, page))


def page_to_hand_over(membership: Membership) -> str:
    """The address of the first page that has something to ask; empty where nothing is open."""
    for has_something_open, page in _rooms:
        if has_something_open(membership):
            return reverse(page, args=[membership.pk])
    return ""
