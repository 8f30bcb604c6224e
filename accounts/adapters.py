"""Where django-allauth asks the portal: words, secrets at rest, what may be removed."""

import base64
import hashlib
import logging
from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils import translation
from django.utils.encoding import force_bytes
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.second_step import is_last_of_staff

log = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    def send_notification_mail(
        self,
        template_prefix: str,
        user: Any,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """In the person's own language; the change stands when no letter can be sent."""
        try:
            with translation.override(user.language):
                super().send_notification_mail(template_prefix, user, context, email)
        except OSError:
            # Without the server's answer: it names the addressee.
            log.warning("letter %s not sent", template_prefix)


class SecondStepAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code or passkey does not fit. Try again."),
        "code_used": _("This code was used already. Wait for the next one."),
        "cannot_delete_authenticator": _(
            "Your role asks for a second step, and this is your last one. Add another one first."
        ),
        "cannot_generate_recovery_codes": _("Set up a second step first."),
        "unverified_email": _("Confirm your e-mail address first."),
    }

    def build_totp_svg(self, url: str) -> str:
        """Markup for the page itself: no style, no data address, readable on dark too."""
        drawn = segno.make(url, error="m", micro=False)
        return str(drawn.svg_inline(scale=5, border=4, light="#fff", svgclass="k-qr", lineclass=""))

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return not is_last_of_staff(authenticator)

    def generate_authenticator_name(self, user: User, type: Any) -> str:
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return gettext("Passkey {number}").format(number=count + 1)

    def _get_site_name(self) -> str:
        return gettext("Keruen")


def _box() -> MultiFernet:
    """Keys made from the portal's own: a stolen database alone gives no codes away."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(force_bytes(secret))) for secret in secrets])


def _key(secret: bytes) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(b"second-step:" + secret).digest())
