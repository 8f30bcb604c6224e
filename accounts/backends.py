from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings


class PortalBackend(AuthenticationBackend):
    """E-mail and password; people of the demonstration only where a demonstration runs."""

    def _check_password(self, user: Any, password: str) -> Any:
        # Earlier than user_can_authenticate: allauth would still let such a user in,
        # trusting its own page for inactive accounts.
        if user is not None and not _may_enter(user):
            return None
        return super()._check_password(user, password)

    def get_user(self, user_id: Any) -> Any:
        user = super().get_user(user_id)
        return user if user is not None and _may_enter(user) else None


def _may_enter(user: Any) -> bool:
    return settings.PORTAL_DEMO or not user.is_demo
