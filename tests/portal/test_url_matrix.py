"""Every address of the portal against the hand-written table, visitor by visitor.

Each door is tried in a transaction that is rolled back: all see the same portal.
"""

import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation

from applications.models import CaseQuerySet
from prudential.models import RegisterQuerySet
from tests.portal.url_matrix import (
    ADMINISTRATION,
    API,
    FOR_SYSTEM_ADMINISTRATORS,
    GUARDED,
    OPEN,
    VISITORS,
)
from tests.portal.url_world import World

pytestmark = pytest.mark.django_db
CODES = {200: "ok", 401: "un", 403: "no", 404: "nf", 405: "me", 422: "ba"}


@dataclass(frozen=True)
class Door:
    """One line of the table; ``expected`` by visitor."""

    method: str
    name: str
    thing: str
    expected: dict[str, str]

    def __str__(self) -> str:
        return " ".join(filter(None, (self.method, self.name, self.thing)))


def lines(table: str) -> list[list[str]]:
    return [line.split() for line in table.splitlines() if line and not line.startswith("#")]


def guarded_doors() -> list[Door]:
    visitors, *rows = lines(GUARDED)
    assert visitors == list(VISITORS)
    return [_door(words[: -len(visitors)], visitors, words[-len(visitors) :]) for words in rows]


def open_doors() -> list[Door]:
    return [_door(words[:-1], [*VISITORS], [words[-1]] * len(VISITORS)) for words in lines(OPEN)]


def _door(front: list[str], visitors: list[str], codes: list[str]) -> Door:
    method, name, thing = [*front, ""][:3]
    return Door(method, name, thing, dict(zip(visitors, codes, strict=True)))


DOORS = guarded_doors() + open_doors()


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """People and things made once for the module."""
    with django_db_blocker.unblock(), transaction.atomic(), translation.override("en"):
        yield World()
        transaction.set_rollback(True)


class Visit:
    """Requests of one visitor, each undone; the cookies are those of the sign-in."""

    def __init__(self, world: World, visitor: str) -> None:
        self._cookies = world.cookies[visitor]

    def __call__(self, method: str, path: str, body: dict[str, Any] | None = None) -> str:
        client = Client()
        client.cookies = SimpleCookie(self._cookies)
        with transaction.atomic():
            sent = _send(client, method, path, body or {})
            transaction.set_rollback(True)
        return code_of(sent)


def _send(client: Client, method: str, path: str, body: dict[str, Any]) -> Any:
    if method == "GET":
        return client.get(path)
    if path.startswith("/api/"):
        return client.post(path, body, content_type="application/json")
    return client.post(path, body)


def code_of(response: Any) -> str:
    response.getvalue()  # closes the file of a download
    if 300 <= response.status_code < 400:
        return "in" if "/account/sign-in/" in response.headers["Location"] else "go"
    return CODES.get(response.status_code, str(response.status_code))


def faults(world: World, door: Door) -> list[str]:
    """Where what came is not what the table says."""
    path = reverse(door.name, args=world.arguments(door.thing))
    body = world.bodies.get(f"{door.name} {door.thing}".strip()) if door.method == "POST" else None
    came = {visitor: Visit(world, visitor)(door.method, path, body) for visitor in door.expected}
    return [
        f"{door}: {VISITORS[visitor]} ({visitor}): {came[visitor]}, expected {code}"
        for visitor, code in door.expected.items()
        if came[visitor] != code
    ]


@pytest.mark.parametrize("door", DOORS, ids=str)
def test_a_door_opens_to_whom_the_table_says(world: World, door: Door) -> None:
    assert not faults(world, door)


@pytest.mark.parametrize(("route", "get", "post"), [tuple(words) for words in lines(API)])
def test_the_api_is_open_to_everybody(world: World, route: str, get: str, post: str) -> None:
    for visitor in ("an", "ex", "sy"):
        visit = Visit(world, visitor)
        assert (visit("GET", f"/{route}"), visit("POST", f"/{route}")) == (get, post), visitor


class Patterns:
    """Every address the portal has, by name or, without one, by route."""

    @cached_property
    def all(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name, route in _walk(get_resolver()):
            found.setdefault(name or route, []).append(route)
        return found


def _walk(resolver: URLResolver, space: str = "", route: str = "") -> Iterator[tuple[str, str]]:
    for pattern in resolver.url_patterns:
        path = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern, inner, path)
        else:
            yield (space + pattern.name if pattern.name else space), path


def test_no_address_is_missing_from_the_table_and_none_is_invented() -> None:
    with translation.override("en"):
        there = {name for name in Patterns().all if not name.startswith("admin:")}
    named = {door.name for door in DOORS}
    routes = {words[0] for words in lines(API)}
    assert there == named | routes


def test_every_thing_and_body_of_the_table_is_used(world: World) -> None:
    used = {f"{door.name} {door.thing}".strip() for door in DOORS if door.method == "POST"}
    assert set(world.bodies) <= used


def admin_paths() -> set[str]:
    """One address for each pattern of the administration; numbers stand for objects."""
    routes = [
        route for name, found in Patterns().all.items() if name.startswith("admin:")
        for route in found
    ]  # fmt: skip
    return {"/" + _with_values(route) for route in routes}


def _with_values(route: str) -> str:
    named = re.sub(r"\^?\(\?P<app_label>([a-z]+)[^)]*\)", r"\1", route)
    named = re.sub(r"\(\?P<url>\.\*\)", "nothing-of-ours/", named)
    return re.sub(r"<[a-z]+:\w+>", "1", named).replace("$", "")


def test_the_administration_is_the_system_administrators_alone(world: World) -> None:
    visitors, (_anything, *codes) = lines(ADMINISTRATION)
    paths = sorted(admin_paths() - {reverse("admin:logout")})
    assert len(paths) > 50
    for visitor, code in zip(visitors, codes, strict=True):
        every = paths if visitor in ("an", "pr") else paths[:4]
        came = {path: at_the_end(world, visitor, path) for path in every}
        assert {path: found for path, found in came.items() if found != code} == {}, visitor


def at_the_end(world: World, visitor: str, path: str) -> str:
    """The administration sends to its own sign-in address first, and that one onwards."""
    visit = Visit(world, visitor)
    code = visit("GET", path)
    return visit("GET", reverse("admin:login")) if code == "go" else code


@pytest.mark.parametrize("name", FOR_SYSTEM_ADMINISTRATORS)
def test_the_system_administrator_finds_what_is_needed(world: World, name: str) -> None:
    assert Visit(world, "sy")("GET", reverse(name)) == "ok"


def door(line: str) -> Door:
    return next(door for door in DOORS if str(door) == line)


def test_a_planted_hole_in_the_cases_is_found(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every applicant sees every case: the table objects for the stranger."""
    monkeypatch.setattr(CaseQuerySet, "visible_to", lambda cases, membership: cases.all())
    (fault,) = faults(world, door("GET applications:case filed"))
    assert "(e2): ok, expected nf" in fault


def test_a_planted_hole_in_the_registers_is_found(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RegisterQuerySet, "visible_to", lambda registers, membership: registers)
    found = faults(world, door("GET prudential:register rejected"))
    assert len(found) == 4  # three strange reporters, and the supervisor of what is rejected


def test_a_door_without_its_guard_is_found(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The list of revisions without ``role_required``: everybody signed in would read it."""
    pattern = _pattern_of("revision_list")
    monkeypatch.setattr(pattern, "callback", inspect.unwrap(pattern.callback))
    found = faults(world, door("GET programs:revision_list"))
    assert len(found) == len(VISITORS) - 2  # all but the two administrators


def _pattern_of(name: str) -> URLPattern:
    from programs.urls import urlpatterns

    return next(pattern for pattern in urlpatterns if pattern.name == name)
