"""How the API's tests ask: JSON as it is written, answers with their texts in English."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from programs.catalogue import load_catalogue

Ask = Callable[..., Any]


@pytest.fixture
def post(client: Client) -> Ask:
    """POST below /api/v1/; a body that is text already goes out as it is."""

    def ask(path: str, body: Any, content_type: str = "application/json", **headers: str) -> Any:
        text = body if isinstance(body, str | bytes) else json.dumps(body)
        headers = {"accept-language": "en", **headers}
        return client.post(f"/api/v1/{path}", text, content_type=content_type, headers=headers)

    return ask


@pytest.fixture
def get(client: Client) -> Ask:
    def ask(path: str, **query: str) -> Any:
        headers = {"accept-language": query.pop("language", "en")}
        return client.get(f"/api/v1/{path}", query, headers=headers)

    return ask


@pytest.fixture(scope="module")
def loaded_catalogue(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The catalogue of the sources, loaded once a module and taken back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_catalogue()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def catalogue(loaded_catalogue: None, db: None) -> None:
    """The loaded catalogue, in the test's own transaction."""


def codes(response: Any) -> dict[str, str]:
    """The codes of a problem by field; proves that it is a problem."""
    problem = response.json()
    assert response["content-type"] == "application/problem+json"
    assert problem["status"] == response.status_code
    assert set(problem) >= {"type", "title", "status", "detail", "errors"}
    return {error["field"]: error["code"] for error in problem["errors"]}
