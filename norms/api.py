"""How the JSON API speaks of norms: the one applied, or why none was in force."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError

from languages.api_fields import DayOut, FlagOut, TextOut
from norms.parameters import NormNotInForce
from norms.schema import LANGUAGES, NormValue, Text


def in_language(text: Text | None) -> str | None:
    """A text of the law in the request's language."""
    if text is None:
        return None
    language = (get_language() or "")[:2]
    return text[language if language in LANGUAGES else "en"]


class NormAnswer(serializers.Serializer):
    """The norm applied: act, place in it, first day of this wording.

    ``verified`` is false where the figure was not compared with the act itself.
    """

    act = serializers.SerializerMethodField()
    paragraph = TextOut(allow_null=True)
    effective_from = DayOut()
    verified = FlagOut()
    note = serializers.SerializerMethodField()

    def get_act(self, norm: NormValue) -> str:
        return str(in_language(norm.citation))

    def get_note(self, norm: NormValue) -> str | None:
        return in_language(norm.note)


class NotInForce(ValidationError):
    """The norm was not in force on the day in ``day_field``; says what was, where known."""

    def __init__(self, day_field: str, cause: NormNotInForce) -> None:
        super().__init__({day_field: [ErrorDetail(_reason(cause), code="norm_not_in_force")]})
        self.extensions = {"norm": _life(cause)}


def _reason(cause: NormNotInForce) -> str:
    first = f"{cause.first_day:%d.%m.%Y}"
    if cause.last_day is None:
        text = _("The norm is in force from %(first)s.") % {"first": first}
        return " ".join(filter(None, [text, in_language(cause.before)]))
    days = {"first": first, "last": f"{cause.last_day:%d.%m.%Y}"}
    text = _("The norm was in force from %(first)s to %(last)s.") % days
    reason = in_language(cause.ended.reason) if cause.ended else None
    return " ".join(filter(None, [text, reason]))


def _life(cause: NormNotInForce) -> dict[str, Any]:
    replaced_by = cause.ended.replaced_by if cause.ended else None
    return {
        "name": cause.norm.name,
        "first_day": cause.first_day.isoformat(),
        "last_day": cause.last_day.isoformat() if cause.last_day else None,
        "before": in_language(cause.before),
        "last_act": in_language(cause.last.citation) if cause.last else None,
        "replaced_by": in_language(replaced_by.title) if replaced_by else None,
    }
