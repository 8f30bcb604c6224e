"""The JSON API with a token: who asks, what the token opens, how often.

Only views below ``TokenView`` look at a token; the public ones never do. There is no
session here, so a cookie opens nothing and no request can be forged across sites.
"""

import re
from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied, Throttled
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.views import APIView

from accounts.api_tokens import START, note_use, token_of
from accounts.backends import is_from_loopback
from accounts.duties import Duty, outstanding_duty
from accounts.models import ApiToken, Membership, TokenScope, User

CHALLENGE = 'Bearer realm="keruen"'
_HEADER = re.compile(rb"(?i:bearer) +([\x21-\x7e]{1,200})")
OWED: dict[Duty, tuple[Any, str]] = {
    Duty.CONSENT: (
        _("The token's holder has not agreed to the processing of personal data: sign in first."),
        "consent_missing",
    ),
    Duty.SECOND_STEP: (
        _("The token's holder has no second step of signing in: set it up first."),
        "second_step_missing",
    ),
}


class WrongTokenThrottle(SimpleRateThrottle):
    """Counts only those who came with a token that opens nothing."""

    rate = "60/min"

    def get_cache_key(self, request: Request, view: APIView | None) -> str:
        return f"wrong-token:{self.get_ident(request)}"


class TokenThrottle(SimpleRateThrottle):
    scope = "token"

    def get_cache_key(self, request: Request, view: APIView) -> str:
        return f"{self.scope}:{request.auth.pk}"


class UploadThrottle(TokenThrottle):
    """Reading a register costs a worker minutes."""

    scope = "token_upload"

    def allow_request(self, request: Request, view: APIView) -> bool:
        return request.method != "POST" or super().allow_request(request, view)


class BearerAuthentication(BaseAuthentication):
    """``Authorization: Bearer krn_…`` (RFC 6750)."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        header = get_authorization_header(request)
        if not header:
            return None
        token = self._token(request, header)
        membership = token.membership
        duty = outstanding_duty(membership.user, membership, on=timezone.localdate())
        if duty is not None:
            raise PermissionDenied(*OWED[duty])
        note_use(token, on=timezone.localdate())
        request._request.membership = membership  # type: ignore[attr-defined]
        return membership.user, token

    def authenticate_header(self, request: Request) -> str:
        wrong = get_authorization_header(request)
        return f'{CHALLENGE}, error="invalid_token"' if wrong else CHALLENGE

    def _token(self, request: Request, header: bytes) -> ApiToken:
        found = _HEADER.fullmatch(header)
        secret = found[1].decode() if found else ""
        if not secret.startswith(START):
            self._refuse(request)
        token = token_of(secret, at=timezone.now())
        if token is None or not _may_come(token.membership.user, request):
            self._refuse(request)
        return token

    def _refuse(self, request: Request) -> NoReturn:
        throttle = WrongTokenThrottle()
        if not throttle.allow_request(request, None):  # type: ignore[arg-type]
            raise Throttled(throttle.wait())
        raise AuthenticationFailed(
            _("The token is unknown, expired or revoked."), code="invalid_token"
        )


def _may_come(user: User, request: Request) -> bool:
    """People of the demonstration as they sign in: only in one, only from the machine itself."""
    return not user.is_demo or (settings.PORTAL_DEMO and is_from_loopback(request._request))


class HasScope(BasePermission):
    def has_permission(self, request: Request, view: Any) -> bool:
        """A method that the view does not have goes on to its 405, one without a scope does not."""
        token: Any = request.auth
        if token is None:
            return False
        method = "GET" if request.method == "HEAD" else str(request.method)
        asked = view.scopes.get(method)
        if asked is None:
            return method == "OPTIONS" or not hasattr(view, method.lower())
        if asked in token.scopes:
            return True
        refusal = PermissionDenied(
            _("The token's scopes do not include this: %(scope)s.") % {"scope": asked},
            code="insufficient_scope",
        )
        refusal.auth_header = f'{CHALLENGE}, error="insufficient_scope", scope="{asked}"'  # type: ignore[attr-defined]
        raise refusal


class TokenView(APIView):
    """A view that opens with a token; ``scopes`` names what each method asks."""

    authentication_classes = [BearerAuthentication]
    permission_classes = [HasScope]
    throttle_classes = [TokenThrottle]
    scopes: ClassVar[dict[str, TokenScope]]

    @property
    def membership(self) -> Membership:
        membership: Membership = self.request.auth.membership  # type: ignore[union-attr]
        return membership


class BearerScheme(OpenApiAuthenticationExtension):
    """How the description speaks of it."""

    target_class = BearerAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        scopes = ", ".join(TokenScope.values)
        return {
            "type": "http",
            "scheme": "bearer",
            "description": str(
                _("A token made on the page “My account”. Its scopes: %(scopes)s.")
                % {"scopes": scopes}
            ),
        }

    def get_security_requirement(self, auto_schema: Any) -> dict[str, list[str]]:
        return {self.name: [str(auto_schema.view.scopes[auto_schema.method])]}
