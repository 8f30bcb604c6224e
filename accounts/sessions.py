"""Where a person is signed in: remembered at sign-in and every few minutes, ended at will."""

import re
from datetime import datetime, timedelta

from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.dateparse import parse_datetime

from accounts.models import User

SEEN_KEY = "seen_at"
# Writing at every request would cost each page more than the page itself.
SEEN_AGAIN_AFTER = timedelta(minutes=5)

# Opera and Edge also call themselves Chrome, Chrome also Safari: the first that fits.
BROWSERS = (
    ("Edge", r"Edg"),
    ("Opera", r"OPR/"),
    ("Yandex Browser", r"YaBrowser/"),
    ("Firefox", r"Firefox/|FxiOS/"),
    ("Chrome", r"Chrome/|CriOS/"),
    ("Safari", r"Safari/"),
)
SYSTEMS = (
    ("Android", r"Android"),
    ("iPhone", r"iPhone"),
    ("iPad", r"iPad"),
    ("Windows", r"Windows"),
    ("macOS", r"Macintosh"),
    ("Linux", r"Linux"),
)


def device_of(user_agent: str) -> str:
    """``Firefox, Windows``; empty where the browser does not say."""
    names = [_first_of(table, user_agent) for table in (BROWSERS, SYSTEMS)]
    return ", ".join(name for name in names if name)


def _first_of(table: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for name, pattern in table if re.search(pattern, user_agent)), "")


def remember(request: HttpRequest, *, at: datetime) -> None:
    """Write down that this session is used now, from which device and address."""
    request.session[SEEN_KEY] = at.isoformat()
    if request.META.get("REMOTE_ADDR"):
        UserSession.objects.create_from_request(request)


def is_seen_lately(request: HttpRequest, *, at: datetime) -> bool:
    seen = parse_datetime(request.session.get(SEEN_KEY, ""))
    return seen is not None and at - seen < SEEN_AGAIN_AFTER


def open_sessions(user: User, *, at: datetime) -> QuerySet[UserSession]:
    """Those that still let somebody in, the last used first."""
    alive = Session.objects.filter(expire_date__gt=at).values("session_key")
    mine = UserSession.objects.filter(user=user, session_key__in=alive)
    return mine.order_by("-last_seen_at", "pk")


def end_session(session_id: int, *, by: User) -> None:
    """Sign out there; raises UserSession.DoesNotExist for somebody else's."""
    _end(UserSession.objects.filter(pk=UserSession.objects.get(pk=session_id, user=by).pk))


def end_others(request: HttpRequest, user: User) -> None:
    """Sign out everywhere but here."""
    _end(UserSession.objects.filter(user=user).exclude(session_key=request.session.session_key))


def end_all(user: User) -> None:
    _end(UserSession.objects.filter(user=user))


def _end(sessions: QuerySet[UserSession]) -> None:
    keys = list(sessions.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(session_key__in=keys).delete()


def client_address(request: HttpRequest) -> str:
    return str(get_adapter(request).get_client_ip(request))
