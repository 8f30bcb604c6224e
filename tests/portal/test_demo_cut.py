"""A loading of the demonstration that is cut half-way is completed by the next one."""

from collections import Counter
from importlib import import_module
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

from applications.models import Case
from prudential.models import Register

pytestmark = pytest.mark.xdist_group("demo_cut")

ROOMS = {"accounts", "account", "files", "notices", "programs", "applications", "prudential"}
# Module, function, and the call at which the power goes.
CUTS = [
    ("casting", "accept_invitation", 1),
    ("casting", "confirm_organisation", 2),
    ("cases", "add_document", 8),
    ("cases", "_do", 12),
    ("programmes", "propose", 1),
    ("registers", "read_register", 3),
    ("registers", "compute_register_run", 2),
    ("registers", "compute_figures_run", 2),
]


class PowerCut(Exception):
    pass


def load_demo() -> None:
    with override_settings(PORTAL_DEMO=True):
        call_command("load_demo", stdout=StringIO())


def summary() -> dict[str, Any]:
    """How many rows every model has, and how the cases and registers stand."""
    models = [model for model in apps.get_models() if model._meta.app_label in ROOMS]
    return {
        **{model._meta.label: model._base_manager.count() for model in models},
        "cases": Counter(Case.objects.values_list("state", flat=True)),
        "registers": Counter(Register.objects.values_list("state", flat=True)),
    }


@pytest.fixture(scope="module")
def uninterrupted(django_db_setup: None, django_db_blocker: Any) -> dict[str, Any]:
    with django_db_blocker.unblock(), transaction.atomic():
        load_demo()
        found = summary()
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize(("module", "function", "call"), CUTS)
def test_the_next_loading_completes_it(
    uninterrupted: dict[str, Any],
    db: None,
    monkeypatch: pytest.MonkeyPatch,
    module: str,
    function: str,
    call: int,
) -> None:
    room = import_module(f"portal.demo.{module}")
    whole, calls = getattr(room, function), iter(range(1, call))

    def cut(*arguments: Any, **options: Any) -> Any:
        if next(calls, None) is None:
            raise PowerCut
        return whole(*arguments, **options)

    with monkeypatch.context() as patch:
        patch.setattr(room, function, cut)
        with pytest.raises(PowerCut):
            load_demo()
    assert summary() != uninterrupted
    load_demo()
    assert summary() == uninterrupted
