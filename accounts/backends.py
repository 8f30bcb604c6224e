from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.http import HttpRequest


class PortalBackend(AuthenticationBackend):
    """E-mail and password; people of the demonstration only where a demonstration runs."""

    def user_can_authenticate(self, user: Any) -> bool:
        if user.is_demo and not settings.PORTAL_DEMO:
            return False
        return bool(super().user_can_authenticate(user))

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> Any:
        user = super().authenticate(request, **credentials)
        return user if user is not None and self.user_can_authenticate(user) else None

    def get_user(self, user_id: Any) -> Any:
        user = super().get_user(user_id)
        return user if user is not None and self.user_can_authenticate(user) else None
