"""Letters about one's account, in the language the person chose."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import ApiToken, SecondStepReset


def tell_of_reset(reset: SecondStepReset) -> None:
    """The administrator's reason stands in the letter: it is the person's own matter."""
    with translation.override(reset.user.language):
        EmailMessage(
            subject=_("Your second step was taken away"),
            body=render_to_string(
                "accounts/second_step_reset.txt",
                {"reset": reset, "url": settings.PORTAL_BASE_URL},
            ),
            to=[reset.user.email],
        ).send()


def tell_of_token(token: ApiToken) -> None:
    """Whoever did not make it learns of it; the letter names no part that could be used."""
    holder = token.membership.user
    with translation.override(holder.language):
        EmailMessage(
            subject=_("A token for programs was made in your name"),
            body=render_to_string(
                "accounts/api_token_made.txt",
                {"token": token, "url": f"{settings.PORTAL_BASE_URL}{reverse('accounts:tokens')}"},
            ),
            to=[holder.email],
        ).send()
