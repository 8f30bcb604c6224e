import ipaddress
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.http import HttpRequest

from accounts.consents import with_consent
from accounts.models import User
from accounts.second_step import with_second_step


class PortalBackend(AuthenticationBackend):
    """E-mail and password; people of the demonstration only where one runs, from loopback."""

    _from_loopback = False

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> Any:
        self._from_loopback = request is not None and is_from_loopback(request)
        return super().authenticate(request, **credentials)

    def _check_password(self, user: Any, password: str) -> Any:
        # Earlier than user_can_authenticate: allauth would still let such a user in,
        # trusting its own page for inactive accounts.
        if user is not None and user.is_demo and not (settings.PORTAL_DEMO and self._from_loopback):
            return None
        return super()._check_password(user, password)

    def get_user(self, user_id: Any) -> Any:
        """With what ``accounts.duties`` asks of a person, in one query."""
        people = with_consent(with_second_step(User.objects.filter(pk=user_id)))
        user = people.first()
        if user is None or not self.user_can_authenticate(user):
            return None
        return None if user.is_demo and not settings.PORTAL_DEMO else user


def is_from_loopback(request: HttpRequest) -> bool:
    """From this very machine, without a proxy between."""
    if "HTTP_X_FORWARDED_FOR" in request.META:
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
