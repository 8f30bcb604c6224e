"""System checks: a demonstration must not be reachable from outside."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

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
