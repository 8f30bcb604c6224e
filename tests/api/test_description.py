"""The description is valid OpenAPI 3.1, its examples are true, and the API does as it says."""

import re
from typing import Any

import pytest
import schemathesis
from django.test import Client
from drf_spectacular.validation import validate_schema
from hypothesis import HealthCheck, settings
from schemathesis.config import SchemathesisConfig

from accounts.models import TokenScope
from config.wsgi import application
from tests.api.conftest import Ask

# Valid by its form and yet without an answer: what no schema can say.
UNANSWERABLE = {
    "in_the_future",
    "unknown_cursor",
    "wrong_type",
    "beyond_calendar",
    "empty",
    "given_twice",
    "no_row",
    "no_solution",
    "no_term",
    "norm_not_in_force",
    "not_below_term",
    "not_foreign",
    "not_known_after",
    "out_of_range",
    "over_maximum",
    "part_above_whole",
    "provision_above_amount",
    "required",
    "series_ended",
    "several_solutions",
    "share_not_in_force",
    "too_large",
    "too_precise",
    "too_small",
    "undecided",
    "unknown_code",
    "unknown_rating",
}
CONFIG = {
    "checks": {"positive_data_acceptance": {"expected-statuses": ["200", "422"]}},
    "phases": {"examples": {"enabled": True}, "coverage": {"enabled": True}},
}


@schemathesis.check
def rejected_for_a_reason(ctx: Any, response: Any, case: Any) -> None:
    """A well-formed request is refused only where the question has no answer."""
    is_positive = case.meta is not None and case.meta.generation.mode.is_positive
    if is_positive and response.status_code == 422:
        codes = {error["code"] for error in response.json()["errors"]}
        assert codes <= UNANSWERABLE, f"refused for {codes - UNANSWERABLE}"


TOKENS_ONLY = r"/(registers|runs|applications)"


def described(config: dict[str, Any]) -> Any:
    return schemathesis.openapi.from_wsgi(
        "/api/v1/schema", application, config=SchemathesisConfig.from_dict(config)
    )


schema = described(CONFIG).exclude(path_regex=TOKENS_ONLY)


@pytest.mark.usefixtures("catalogue")
@schema.parametrize()
@settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
def test_the_api_does_as_described(case: Any) -> None:
    case.call_and_validate()


@pytest.fixture
def description(client: Client) -> Any:
    return client.get("/api/v1/schema").json()


def operations(description: Any) -> list[tuple[str, str, Any]]:
    return [
        (path, method, operation)
        for path, methods in description["paths"].items()
        for method, operation in methods.items()
    ]


@pytest.mark.django_db
def test_the_description_is_openapi_3_1(description: Any) -> None:
    assert description["openapi"].startswith("3.1")
    validate_schema(description)


@pytest.mark.django_db
def test_only_what_belongs_to_an_organisation_asks_for_a_token(description: Any) -> None:
    (scheme,) = description["components"]["securitySchemes"].values()
    assert (scheme["type"], scheme["scheme"]) == ("http", "bearer")
    for path, method, operation in operations(description):
        scopes = [scope for one in operation["security"] for name in one for scope in one[name]]
        assert bool(re.search(TOKENS_ONLY, path)) == bool(scopes), f"{method} {path}"
        assert set(scopes) <= set(TokenScope.values)


@pytest.mark.django_db
def test_the_description_comes_as_yaml_too(client: Client) -> None:
    answer = client.get("/api/v1/schema", headers={"accept": "application/yaml"})
    assert answer.content.startswith(b"openapi: 3.1")


@pytest.mark.django_db
def test_every_operation_is_described_with_its_errors(description: Any) -> None:
    for path, method, operation in operations(description):
        assert operation["summary"], path
        expected = {"200", "404", "405", "406", "422", "429"}
        if method == "post":
            expected |= {"400", "413", "415"}
        if re.search(TOKENS_ONLY, path):
            expected |= {"401", "403"}
        if operation["operationId"] == "register_upload":
            expected |= {"202", "411"}
        assert set(operation["responses"]) == expected, path
        for status in expected - {"200", "202"}:
            content = operation["responses"][status]["content"]
            assert list(content) == ["application/problem+json"]


@pytest.mark.usefixtures("catalogue")
def test_every_example_is_true(description: Any, post: Ask) -> None:
    """The answers shown are what the API answers today to the requests shown."""
    for path, method, operation in operations(description):
        if method == "post" and not re.search(TOKENS_ONLY, path):
            body = operation["requestBody"]["content"]["application/json"]["examples"]
            shown = operation["responses"]["200"]["content"]["application/json"]["examples"]
            asked, answered = (next(iter(part.values()))["value"] for part in (body, shown))
            answer = post(path.removeprefix("/api/v1/"), asked)
            assert answer.status_code == 200, path
            assert answer.json() == answered, path


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_documentation_lists_every_operation(
    client: Client, description: Any, language: str
) -> None:
    page = client.get("/api/v1/docs", headers={"accept-language": language})
    assert page.status_code == 200
    text = page.content.decode()
    for path, method, operation in operations(description):
        assert f"<code>{method.upper()} {path}</code>" in text
        assert f'id="{operation["operationId"]}"' in text
    assert 'id="malformed"' in text
    assert 'id="unanswerable"' in text


@pytest.mark.django_db
def test_the_documentation_stands_below_each_language(client: Client) -> None:
    page = client.get("/api/v1/docs").content.decode()
    for language in ("kk", "ru", "en"):
        assert f'href="/{language}/api/"' in page
        assert client.get(f"/{language}/api/").headers["content-language"] == language
