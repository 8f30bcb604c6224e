"""What every page's frame shows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from portal.navigation import navigation_for


def page_frame(request: HttpRequest) -> dict[str, Any]:
    membership = getattr(request, "membership", None)
    return {
        "page_frame": {
            "navigation": navigation_for(membership, request.path),
            "acting_membership": membership,
            "memberships": getattr(request, "memberships", []),
            "demo": settings.PORTAL_DEMO,
        }
    }
