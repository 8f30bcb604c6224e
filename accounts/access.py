"""Who may come in: the acting membership, and views that ask for a role.

Access follows the membership, never a typed BIN. Objects are reached through
their queryset's ``visible_to(membership)``; a foreign object is a 404.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.models import Membership, Role, User

SESSION_KEY = "acting_membership"

View = Callable[..., HttpResponse]


class PortalRequest(HttpRequest):
    """A request behind the middleware: signed in, acting as ``membership``."""

    user: User
    membership: Membership


def acting_membership(request: HttpRequest) -> Membership | None:
    """The membership chosen in this session, or the person's oldest active one."""
    if not request.user.is_authenticated:
        return None
    memberships = list(
        Membership.objects.active()
        .filter(user=request.user)
        .select_related("organisation", "user")
        .order_by("pk")
    )
    request.memberships = memberships  # type: ignore[attr-defined]
    chosen = request.session.get(SESSION_KEY)
    return next((m for m in memberships if m.pk == chosen), memberships[0] if memberships else None)


def act_as(request: HttpRequest, membership_id: int) -> None:
    """Act as another of one's own active memberships from the next request on."""
    own = Membership.objects.active().filter(user=cast(User, request.user), pk=membership_id)
    if not own.exists():
        raise PermissionDenied
    request.session[SESSION_KEY] = membership_id


def role_required(*roles: Role) -> Callable[[View], View]:
    """Let in only who acts in one of ``roles``; others get 403, strangers the sign-in page."""

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: PortalRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.membership is None or request.membership.role not in roles:
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.required_roles = roles  # type: ignore[attr-defined]
        return guarded

    return decorate


def back_or(request: HttpRequest, name: str) -> HttpResponse:
    """To the page one came from, when it is ours."""
    target = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        return redirect(target)
    return redirect(name)
