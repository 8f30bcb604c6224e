"""Every refusal is a problem (RFC 9457) that names the field and a code."""

from typing import Any

import pytest
from django.test import Client
from rest_framework.throttling import AnonRateThrottle

from tests.api.conftest import Ask, codes

LIMIT = "prudential/mfo/overdue-limit"
GOOD = {"reporting_date": "2026-06-30", "mm90": "1", "np": "100"}
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "nonsense",
        '{"mm90": 1,}',
        b"\xff\xfe{}",
        b'{"mm90": "\xd1"}',
        '{"np": 1, "np": 2}',
        "[" * 200_000,
        "\ufeff{}",
    ],
)
def test_a_malformed_body_is_400(post: Ask, text: Any) -> None:
    answer = post(LIMIT, text)
    assert answer.status_code == 400
    assert codes(answer) == {"": "parse_error"}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({}, {"reporting_date": "required", "mm90": "required", "np": "required"}),
        ([], {"": "invalid"}),
        ("[1]", {"": "invalid"}),
        ('"text"', {"": "invalid"}),
        ("null", {"": "null"}),
        ({**GOOD, "provisions": "5"}, {"provisions": "unknown_member"}),
        ({**GOOD, "np": "x", "extra": 1}, {"np": "not_a_number", "extra": "unknown_member"}),
        ({**GOOD, "reporting_date": "30.06.2026"}, {"reporting_date": "not_a_day"}),
        ({**GOOD, "reporting_date": "20260630"}, {"reporting_date": "not_a_day"}),
        ({**GOOD, "reporting_date": "2026-W26-2"}, {"reporting_date": "not_a_day"}),
        ({**GOOD, "reporting_date": "2026-02-29"}, {"reporting_date": "not_a_day"}),
        ({**GOOD, "reporting_date": "2026-06-30T00:00"}, {"reporting_date": "not_a_day"}),
        ({**GOOD, "reporting_date": 20260630}, {"reporting_date": "not_a_day"}),
        ({**GOOD, "reporting_date": None}, {"reporting_date": "null"}),
        ({**GOOD, "reporting_date": "0000-01-01"}, {"reporting_date": "not_a_day"}),
    ],
)
def test_an_invalid_request_is_422_by_field(post: Ask, body: Any, expected: Any) -> None:
    answer = post(LIMIT, body)
    assert answer.status_code == 422
    assert codes(answer) == expected


def test_members_of_lists_are_named_by_their_place(post: Ask) -> None:
    flow = {"date": "2026-01-01", "amount": "1"}
    body = {"payouts": [flow], "payments": [flow, {"date": "2026-01-01", "amount": True}]}
    assert codes(post("calculators/effective-rate", body)) == {"payments.1.amount": "not_a_number"}


def test_a_surrogate_half_in_a_name_does_not_break_the_answer(post: Ask) -> None:
    answer = post(LIMIT, '{"\\ud800": 1}')
    assert answer.status_code == 422
    assert "unknown_member" in codes(answer).values()


@pytest.mark.parametrize("path", ["", "nothing", "programmes/", "prudential/mfo", "schema/x"])
def test_an_unknown_address_is_a_problem(client: Client, path: str) -> None:
    for method in (client.get, client.post, client.put, client.delete):
        if path == "" and method is client.get:
            continue
        answer = method(f"/api/v1/{path}")
        if path != "":
            assert answer.status_code == 404
            assert codes(answer) == {"": "not_found"}


def test_the_root_leads_to_the_documentation(client: Client) -> None:
    assert client.get("/api/v1/")["location"] == "/api/v1/docs"


def test_a_wrong_method_is_405_and_names_the_right_one(client: Client) -> None:
    answer = client.get(f"/api/v1/{LIMIT}")
    assert answer.status_code == 405
    assert codes(answer) == {"": "method_not_allowed"}
    assert "POST" in answer["Allow"]
    assert client.post("/api/v1/terms").status_code == 405


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "application/xml"]
)
def test_another_media_type_is_415(post: Ask, content_type: str) -> None:
    answer = post(LIMIT, "mm90=1", content_type=content_type)
    assert answer.status_code == 415
    assert codes(answer) == {"": "unsupported_media_type"}


def test_another_media_type_wanted_is_406(post: Ask) -> None:
    answer = post(LIMIT, GOOD, accept="application/xml")
    assert answer.status_code == 406
    assert codes(answer) == {"": "not_acceptable"}


def test_a_body_beyond_the_limit_is_413(post: Ask, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 20
    answer = post(LIMIT, GOOD)
    assert answer.status_code == 413
    assert codes(answer) == {"": "too_large"}


def test_a_failure_of_ours_is_a_problem_and_reaches_the_log(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*args: Any, **options: Any) -> None:
        raise RuntimeError("told to the log alone")

    monkeypatch.setattr("programs.api.catalogue.published_rates", fail)
    client.raise_request_exception = False
    answer = client.get("/api/v1/reference-rates")
    assert answer.status_code == 500
    assert codes(answer) == {"": "error"}
    assert "told to the log alone" not in answer.content.decode()
    assert any(record.exc_info for record in caplog.records)


def test_details_come_in_the_language_asked_for(client: Client) -> None:
    answer = client.get("/api/v1/reference-rates", headers={"accept-language": "ru"})
    assert answer["content-language"] == "ru"


def test_six_hundred_a_minute_and_more_are_served() -> None:
    throttle: Any = AnonRateThrottle()
    assert throttle.num_requests
    assert throttle.duration == 60
    assert throttle.num_requests >= 600


def test_too_many_requests_are_429_with_a_time_to_wait(
    post: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(AnonRateThrottle, "THROTTLE_RATES", {"anon": "2/min"})
    assert [post(LIMIT, GOOD).status_code for __ in range(2)] == [200, 200]
    answer = post(LIMIT, GOOD, **{"x-forwarded-for": "203.0.113.9"})
    assert answer.status_code == 429
    assert codes(answer) == {"": "throttled"}
    assert 0 < int(answer["Retry-After"]) <= 60
