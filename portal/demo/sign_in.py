"""One-click sign-in as an invented person."""

import ipaddress

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.models import Membership, User


def is_open_to(request: HttpRequest) -> bool:
    """Only where a demonstration runs, and only from loopback without a proxy between."""
    if not settings.PORTAL_DEMO or "HTTP_X_FORWARDED_FOR" in request.META:
        return False
    return _is_loopback(request.META.get("REMOTE_ADDR", ""))


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def people() -> QuerySet[Membership]:
    """The invented people with their roles, in the order they were made."""
    return (
        Membership.objects.active()
        .filter(user__is_demo=True)
        .select_related("user", "organisation")
        .order_by("pk")
    )


def person_by_email(email: str) -> User | None:
    return User.objects.filter(email=email, is_demo=True, is_active=True).first()
