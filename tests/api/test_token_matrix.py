"""What a token opens, role by role and scope by scope, written by hand."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.models import TokenScope
from tests.people import token_for
from tests.portal.url_world import World

pytestmark = pytest.mark.django_db

# ok 200; no 403; nf 404. Tokens have every scope of their role.
ROLES = """
                                          mf m2 bk su ex e2 ag mi
api_registers                             ok ok no ok no no no no
api_register              register        ok nf no ok no no no no
api_register              rejected        ok nf no nf no no no no
api_register_errors       rejected        ok nf no nf no no no no
api_register_errors       register        ok nf no ok no no no no
api_runs                                  ok ok ok ok no no no no
api_run                   run             ok nf nf ok no no no no
api_run                   bank_run        nf nf ok ok no no no no
api_applications                          no no no no ok ok ok ok
api_application           number          no no no no ok nf ok ok
api_application_findings  number          no no no no ok nf ok ok
api_application_timeline  number          no no no no ok nf ok ok
"""
# Which scope alone opens what; the other scopes of the same reporter do not.
SCOPES = """
                           registers:write registers:read runs:read
GET  api_registers         no              ok             no
POST api_registers         ba              no             no
GET  api_runs              no              no             ok
"""
CODES = {200: "ok", 403: "no", 404: "nf", 422: "ba"}


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic(), translation.override("en"):
        yield World()
        transaction.set_rollback(True)


def rows(table: str) -> tuple[list[str], list[list[str]]]:
    head, *lines = [line.split() for line in table.splitlines() if line]
    return head, lines


def asked(secret: str, method: str, path: str) -> str:
    client = Client(headers={"authorization": f"Bearer {secret}", "accept-language": "en"})
    with transaction.atomic():
        answer = client.get(path) if method == "GET" else client.post(path)
        transaction.set_rollback(True)
    return CODES.get(answer.status_code, str(answer.status_code))


@pytest.mark.parametrize("line", rows(ROLES)[1], ids=" ".join)
def test_a_token_opens_what_its_role_may_see(world: World, line: list[str]) -> None:
    visitors = rows(ROLES)[0]
    *front, codes = [*line[: -len(visitors)], line[-len(visitors) :]]
    name, thing = [*front, ""][:2]
    path = reverse(str(name), args=world.arguments(str(thing)))
    came = {
        visitor: asked(token_for(world.members[visitor]).secret, "GET", path)
        for visitor in visitors
    }
    assert came == dict(zip(visitors, codes, strict=True))


@pytest.mark.parametrize("line", rows(SCOPES)[1], ids=" ".join)
def test_each_scope_opens_its_own_and_no_other(world: World, line: list[str]) -> None:
    scopes = rows(SCOPES)[0]
    method, name, *codes = line
    came = [asked(token_for(world.mfo, scope).secret, method, reverse(name)) for scope in scopes]
    assert came == codes


def test_the_tables_name_every_door_and_scope() -> None:
    from tests.portal.test_url_matrix import Patterns

    there = {name for name in Patterns().all if name.startswith("api_")}
    assert {line[0] for line in rows(ROLES)[1]} == there - {"api_docs", "api_page", "api_schema"}
    assert {*rows(SCOPES)[0], "cases:read"} == set(TokenScope.values)
