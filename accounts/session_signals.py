"""What signing in and a new password mean for a person's sessions."""

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from django.contrib.auth.signals import user_logged_in
from django.utils import timezone

from accounts import sessions


def connect() -> None:
    user_logged_in.connect(_remember)
    for signal in (password_changed, password_set):
        signal.connect(_end_others)
    password_reset.connect(_end_all)


def _remember(request: Any, **kwargs: Any) -> None:
    sessions.remember(request, at=timezone.now())


def _end_others(request: Any, user: Any, **kwargs: Any) -> None:
    sessions.end_others(request, user)


def _end_all(user: Any, **kwargs: Any) -> None:
    sessions.end_all(user)
