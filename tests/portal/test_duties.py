"""Every door of the table, for staff without a second step and for who did not agree."""

from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from accounts.models import PersonalDataConsent
from tests.portal.test_url_matrix import DOORS, Door, admin_paths, guarded_doors
from tests.portal.url_world import World, visit_at

pytestmark = pytest.mark.django_db
STAFF = ("ag", "mi", "pr", "p2", "su", "sy")
# What belongs to signing in and to the account itself.
ACCOUNT = ("account_", "mfa_", "accounts:account", "accounts:person", "accounts:sessions",
           "accounts:end_session", "accounts:end_other_sessions", "accounts:consent",
           "accounts:withdraw_consent", "accounts:second_step", "accounts:act_as")  # fmt: skip
# Nobody is signed in there, or nothing but a language changes.
MACHINES = (
    "calendar_feed",
    "healthz",
    "readyz",
    "verify_short",
    "set_language",
    "api_",
    "portal:demo",
)
SET_UP = "/en/account/second-step/set-up/"
CONSENT = "/en/account/consent/"


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic(), translation.override("en"):
        yield World()
        transaction.set_rollback(True)


def where(world: World, visitor: str, door: Door) -> str:
    with translation.override("en"):  # an earlier answer may have left another language
        path = reverse(door.name, args=world.arguments(door.thing))
    return visit_at(world.cookies[visitor], door.method, path)


@pytest.mark.parametrize("visitor", STAFF)
def test_without_a_second_step_every_page_leads_to_the_set_up(world: World, visitor: str) -> None:
    Authenticator.objects.all().delete()
    closed = [door for door in DOORS if not door.name.startswith(ACCOUNT + MACHINES)]
    assert len(closed) > 100
    came = {str(door): where(world, visitor, door) for door in closed}
    assert {door: found for door, found in came.items() if found != SET_UP} == {}


def test_the_administration_too(world: World) -> None:
    Authenticator.objects.all().delete()
    paths = sorted(admin_paths() - {reverse("admin:logout")})
    came = {path: visit_at(world.cookies["sy"], "GET", path) for path in paths}
    assert {path for path, found in came.items() if found != SET_UP} == set()


def test_an_applicant_goes_on_without_one(world: World) -> None:
    Authenticator.objects.all().delete()
    mine = [door for door in guarded_doors() if door.expected["ex"] == "ok"]
    assert {str(door) for door in mine if where(world, "ex", door) == SET_UP} == set()


@pytest.mark.parametrize("visitor", ["ex", "ag", "sy"])
def test_without_consent_no_guarded_page_opens(world: World, visitor: str) -> None:
    PersonalDataConsent.objects.all().delete()
    open_pages = ("account_logout", "accounts:consent", "accounts:second_step")
    mine = [
        door
        for door in guarded_doors()
        if door.expected[visitor] == "ok" and not door.name.startswith(open_pages)
    ]
    assert mine
    assert {str(door) for door in mine if where(world, visitor, door) != CONSENT} == set()
