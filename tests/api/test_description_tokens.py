"""What a token opens does as the description says, asked well and badly, with and without it."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.utils.translation import override
from hypothesis import HealthCheck, settings

from accounts.models import ApiToken, Membership
from accounts.token_access import TokenThrottle, WrongTokenThrottle
from files.uploads import CSV, PARQUET, XLSX
from tests.api.test_description import CONFIG, TOKENS_ONLY, described
from tests.people import token_for
from tests.portal.url_world import World

# What a token opens may not be there: 404 is then the right answer, and 202 is a success.
WITH_A_TOKEN = {
    **CONFIG,
    "checks": {
        "positive_data_acceptance": {"expected-statuses": ["200", "202", "404", "422"]},
    },
}
schema = described(WITH_A_TOKEN).include(path_regex=TOKENS_ONLY)


@schemathesis.serializer(CSV, XLSX, PARQUET)
def as_it_is(ctx: Any, value: Any) -> Any:
    return value if isinstance(value, bytes) else str(value).encode()


@pytest.fixture(scope="module")
def portal(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """One of everything, so that there is something to find."""
    with django_db_blocker.unblock(), transaction.atomic(), override("en"):
        yield World()
        transaction.set_rollback(True)


@pytest.fixture
def one_connection() -> Iterator[None]:
    """A WSGI request closes a connection that is in a transaction, and the tests' is in one."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def generous(monkeypatch: pytest.MonkeyPatch) -> None:
    rates = {"token": "1000000/min", "token_upload": "1000000/min"}
    monkeypatch.setattr(TokenThrottle, "THROTTLE_RATES", rates)
    monkeypatch.setattr(WrongTokenThrottle, "rate", "1000000/min")


@pytest.mark.django_db
@pytest.mark.usefixtures("generous", "one_connection")
@schema.parametrize()
@settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
def test_what_a_token_opens_does_as_described(case: Any, portal: World) -> None:
    """Without the token and with a wrong one too: schemathesis takes it away itself."""
    of_cases = "/applications" in case.path
    holder = portal.cast.agent if of_cases else portal.mfo
    case.call_and_validate(headers={"Authorization": f"Bearer {secret_of(holder)}"})


_secrets: dict[int, str] = {}


def secret_of(holder: Membership) -> str:
    """One token for all examples: a test may be asked hundreds of times."""
    alive = ApiToken.objects.filter(membership=holder, name="A program").exists()
    if holder.pk not in _secrets or not alive:
        _secrets[holder.pk] = token_for(holder).secret
    return _secrets[holder.pk]
