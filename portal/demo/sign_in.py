"""One-click sign-in as an invented person."""

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.backends import is_from_loopback
from accounts.models import Membership, User


def is_open_to(request: HttpRequest) -> bool:
    """Only where a demonstration runs, and only from loopback without a proxy between."""
    return settings.PORTAL_DEMO and is_from_loopback(request)


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
