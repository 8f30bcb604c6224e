"""What the portal says of its own settings when it starts."""

import pytest

from portal.checks import demonstration_stays_on_loopback, redirect_to_tls_knows_the_proxy

PROXY = ("HTTP_X_FORWARDED_PROTO", "https")


@pytest.mark.parametrize(
    ("redirect", "proxy", "told"),
    [(True, None, ["portal.W001"]), (True, PROXY, []), (False, None, [])],
)
def test_a_redirect_that_never_ends_is_told(settings, redirect, proxy, told):
    settings.SECURE_SSL_REDIRECT, settings.SECURE_PROXY_SSL_HEADER = redirect, proxy
    assert [message.id for message in redirect_to_tls_knows_the_proxy()] == told


@pytest.mark.parametrize(
    ("demo", "hosts", "told"),
    [
        (True, ["localhost", "127.0.0.1"], []),
        (True, ["localhost", "keruen.example"], ["portal.E001"]),
        (False, ["keruen.example"], []),
    ],
)
def test_a_demonstration_is_refused_to_the_world(settings, demo, hosts, told):
    settings.PORTAL_DEMO, settings.ALLOWED_HOSTS = demo, hosts
    assert [message.id for message in demonstration_stays_on_loopback()] == told
