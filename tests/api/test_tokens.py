"""A token opens at once and stops at once; nothing of it reaches a log."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from accounts import token_access
from accounts.api_tokens import revoke_token
from accounts.invitations import leave
from accounts.models import ApiToken, Membership, PersonalDataConsent, Role, User
from tests.api.conftest import codes
from tests.people import make_membership, make_user, token_for
from tests.prudential.register_files import mfo_reporter

pytestmark = pytest.mark.django_db
RUNS = "/api/v1/prudential/runs"


def ask(secret: str, path: str = RUNS, scheme: str = "Bearer ", **more: str) -> Any:
    client = Client(headers={"authorization": scheme + secret, "accept-language": "en", **more})
    return client.get(path)


@pytest.fixture
def reporter() -> Membership:
    return mfo_reporter()


@pytest.fixture
def secret(reporter: Membership) -> str:
    return token_for(reporter).secret


def refused(answer: Any, status: int, code: str) -> None:
    assert answer.status_code == status
    assert codes(answer) == {"": code}


def test_without_a_token_the_answer_says_how(client: Client) -> None:
    answer = client.get(RUNS)
    refused(answer, 401, "not_authenticated")
    assert answer["WWW-Authenticate"] == 'Bearer realm="keruen"'


def test_a_session_opens_nothing(client: Client, reporter: Membership) -> None:
    client.force_login(reporter.user, backend="accounts.backends.PortalBackend")
    assert client.get(RUNS).status_code == 401


@pytest.mark.parametrize(
    "wrong", ["krn_", "krn_" + "a" * 43, "x", "", "krn_ü", "krn_a b", "krn_" + "a" * 9000]
)
def test_an_unknown_token_is_401(wrong: str) -> None:
    answer = ask(wrong.encode().decode("latin-1"))
    refused(answer, 401, "invalid_token")
    assert answer["WWW-Authenticate"] == 'Bearer realm="keruen", error="invalid_token"'


@pytest.mark.parametrize("scheme", ["Basic ", "Token ", "", "Bearer", "Bearer\t"])
def test_another_scheme_is_401(secret: str, scheme: str) -> None:
    assert ask(secret, scheme=scheme).status_code == 401


def test_the_scheme_is_read_in_any_case(secret: str) -> None:
    assert ask(secret, scheme="bearer ").status_code == 200


def test_a_right_token_with_one_sign_changed_is_401(secret: str) -> None:
    other = "A" if secret[-1] != "A" else "B"
    assert ask(secret[:-1] + other).status_code == 401
    assert ask(secret.upper()).status_code == 401


def end_by_revoking(reporter: Membership) -> None:
    revoke_token(ApiToken.objects.get().pk, by=reporter, at=timezone.now())


def end_by_time(reporter: Membership) -> None:
    ApiToken.objects.update(created_at=timezone.now() - timedelta(days=2))
    ApiToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1))


def end_by_leaving(reporter: Membership) -> None:
    leave(by=reporter, at=timezone.now())


def end_by_deactivation(reporter: Membership) -> None:
    User.objects.filter(pk=reporter.user_id).update(is_active=False)


@pytest.mark.parametrize("end", [end_by_revoking, end_by_time, end_by_leaving, end_by_deactivation])
def test_a_token_is_dead_at_once(reporter: Membership, secret: str, end: Any) -> None:
    assert ask(secret).status_code == 200
    end(reporter)
    refused(ask(secret), 401, "invalid_token")


def test_withdrawn_consent_stops_it_until_it_is_given_again(
    reporter: Membership, secret: str
) -> None:
    standing = PersonalDataConsent.objects.filter(user=reporter.user)
    standing.update(withdrawn_at=timezone.now())
    refused(ask(secret), 403, "consent_missing")
    standing.update(withdrawn_at=None)
    assert ask(secret).status_code == 200


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.AGENT_OFFICER, Role.MINISTRY_OFFICER])
def test_staff_without_a_second_step_are_stopped(role: Role) -> None:
    path = RUNS if role == Role.SUPERVISOR else "/api/v1/applications"
    officer = make_membership(role)
    secret = token_for(officer).secret
    assert ask(secret, path).status_code == 200
    Authenticator.objects.filter(user=officer.user).delete()
    refused(ask(secret, path), 403, "second_step_missing")


def test_a_reporter_needs_no_second_step(secret: str) -> None:
    assert not Authenticator.objects.exists()
    assert ask(secret).status_code == 200


def test_people_of_the_demonstration_only_there_and_from_the_machine(settings: Any) -> None:
    invented = make_membership(Role.SUPERVISOR, user=make_user(is_demo=True))
    secret = token_for(invented).secret
    assert ask(secret).status_code == 401
    settings.PORTAL_DEMO = True
    assert ask(secret).status_code == 200
    assert ask(secret, **{"x-forwarded-for": "203.0.113.9"}).status_code == 401


def test_a_scope_that_is_missing_is_named(reporter: Membership) -> None:
    answer = ask(token_for(reporter, "registers:write").secret)
    refused(answer, 403, "insufficient_scope")
    asked = 'Bearer realm="keruen", error="insufficient_scope", scope="runs:read"'
    assert answer["WWW-Authenticate"] == asked


def test_asking_for_the_headers_needs_the_same_scope(reporter: Membership) -> None:
    for scope, status in (("registers:write", 403), ("runs:read", 200)):
        secret = token_for(reporter, scope).secret
        assert (
            Client(headers={"authorization": f"Bearer {secret}"}).head(RUNS).status_code == status
        )


@pytest.mark.parametrize("method", ["post", "put", "delete", "options"])
def test_a_method_that_is_not_there_is_405(secret: str, method: str) -> None:
    client = Client(headers={"authorization": f"Bearer {secret}"})
    assert getattr(client, method)(RUNS).status_code == 405


def test_a_method_whose_scope_was_forgotten_stays_shut(
    secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("prudential.api.runs.Runs.scopes", {})
    assert ask(secret).status_code == 403


def test_the_day_of_the_last_use_is_kept_and_written_once(
    secret: str, django_assert_max_num_queries: Any
) -> None:
    assert ApiToken.objects.get().last_used_on is None
    ask(secret)
    assert ApiToken.objects.get().last_used_on == timezone.localdate()
    with django_assert_max_num_queries(3):  # token, person, runs
        ask(secret)


def test_a_wrong_token_counts_as_no_use(secret: str) -> None:
    ask(secret + "x")
    assert ApiToken.objects.get().last_used_on is None


def test_nothing_of_a_token_is_logged(
    secret: str, reporter: Membership, caplog: pytest.LogCaptureFixture, capfd: Any
) -> None:
    caplog.set_level("DEBUG")
    ask(secret)
    ask(secret + "x")
    ask(secret, RUNS + "?nonsense=1")
    logged = caplog.text + str([record.__dict__ for record in caplog.records])
    logged += "".join(capfd.readouterr())
    assert f"'membership': {reporter.pk}" in logged
    assert secret[:14] not in logged


def test_a_failure_of_ours_does_not_write_the_token_into_the_log(
    secret: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, capfd: Any
) -> None:
    def fail(*args: Any) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("prudential.api.runs._of", fail)
    client = Client(raise_request_exception=False, headers={"authorization": f"Bearer {secret}"})
    assert client.get(RUNS).status_code == 500
    assert "RuntimeError" in caplog.text
    assert secret[:14] not in caplog.text + "".join(capfd.readouterr())


def test_each_token_has_its_own_measure(
    reporter: Membership, secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rates = {"token": "2/min", "token_upload": "1/min"}
    monkeypatch.setattr(token_access.TokenThrottle, "THROTTLE_RATES", rates)
    assert [ask(secret).status_code for __ in range(2)] == [200, 200]
    answer = ask(secret)
    refused(answer, 429, "throttled")
    assert 0 < int(answer["Retry-After"]) <= 60
    assert ask(token_for(reporter).secret).status_code == 200


def test_guessing_is_slowed_and_hinders_nobody_else(
    secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(token_access.WrongTokenThrottle, "rate", "3/min")
    assert [ask("krn_guess").status_code for __ in range(4)] == [401, 401, 401, 429]
    assert ask(secret).status_code == 200


def test_what_is_public_stays_open_with_any_header() -> None:
    for path in ("/api/v1/schema", "/api/v1/reference-rates"):
        assert ask("nonsense", path).status_code == 200
