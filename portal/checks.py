"""System checks: a demonstration stays inside, and a redirect to TLS can end."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

LOOPBACK_HOSTS = {"localhost", "127.0.0.1", "[::1]"}


@register
def demonstration_stays_on_loopback(**kwargs: Any) -> list[CheckMessage]:
    """PORTAL_DEMO opens sign-ins without a password: only loopback host names go with it."""
    if not settings.PORTAL_DEMO or set(settings.ALLOWED_HOSTS) <= LOOPBACK_HOSTS:
        return []
    return [
        Error(
            "PORTAL_DEMO=1 with host names other than loopback in ALLOWED_HOSTS.",
            hint="Unset PORTAL_DEMO on an installation that others reach.",
            id="portal.E001",
        )
    ]


@register
def redirect_to_tls_knows_the_proxy(**kwargs: Any) -> list[CheckMessage]:
    """The portal serves plain HTTP behind a proxy; untold of it, every answer is a redirect."""
    if not settings.SECURE_SSL_REDIRECT or settings.SECURE_PROXY_SSL_HEADER:
        return []
    return [
        Warning(
            "SECURE_SSL_REDIRECT is on, but nothing says which requests came over TLS.",
            hint="Set BEHIND_TLS_PROXY=1 where a proxy ends TLS, or SECURE_SSL_REDIRECT=0.",
            id="portal.W001",
        )
    ]
