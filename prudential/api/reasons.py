"""Why a prudential question has no answer, in words and as rest_framework's errors."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ErrorDetail, ValidationError

from norms.parameters import NormNotInForce
from norms.schema import Text
from prudential.ratios import FigureFault, InvalidFigures

FAULT_TEXTS: dict[FigureFault, Promise] = {
    FigureFault.NOT_A_NUMBER: _("This is not a number."),
    FigureFault.NEGATIVE: _("The amount is below zero."),
    FigureFault.NOT_ABOVE_ZERO: _("The amount must be above zero."),
    FigureFault.PART_ABOVE_WHOLE: _("The part is larger than the whole."),
    FigureFault.GIVEN_TWICE: _("This currency is given more than once."),
    FigureFault.NOT_FOREIGN: _("The tenge is not a foreign currency."),
}


class NotInForce(ValidationError):
    """The norm was not in force on the day asked about; says what was, where known."""

    def __init__(self, day_field: str, cause: NormNotInForce) -> None:
        super().__init__({day_field: [ErrorDetail(_reason(cause), code="norm_not_in_force")]})
        self.extensions = {"norm": _life(cause)}


@contextmanager
def answering(day_field: str) -> Iterator[None]:
    """Turns what the rules refuse into errors that name the request's fields."""
    try:
        yield
    except InvalidFigures as error:
        raise refusal(error.figure, str(FAULT_TEXTS[error.fault]), error.fault) from None
    except NormNotInForce as error:
        raise NotInForce(day_field, error) from None
    except OverflowError:
        text = _("The days that follow lie beyond the calendar.")
        raise refusal(day_field, str(text), "beyond_calendar") from None


def refusal(field: str, detail: str, code: str) -> ValidationError:
    return ValidationError({field: [ErrorDetail(detail, code=str(code))]})


def in_language(text: Text | None) -> str | None:
    """A text of the law in the request's language."""
    return None if text is None else text[(get_language() or "en")[:2]]


def _reason(cause: NormNotInForce) -> str:
    days = {"first": f"{cause.first_day:%d.%m.%Y}", "last": ""}
    if cause.last_day is None:
        text = _("The norm is in force from %(first)s.") % days
        return " ".join(filter(None, [text, in_language(cause.before)]))
    days["last"] = f"{cause.last_day:%d.%m.%Y}"
    text = _("The norm was in force from %(first)s to %(last)s.") % days
    reason = in_language(cause.ended.reason) if cause.ended else None
    return " ".join(filter(None, [text, reason]))


def _life(cause: NormNotInForce) -> dict[str, Any]:
    ended = cause.ended
    replaced_by = ended.replaced_by if ended else None
    return {
        "name": cause.norm.name,
        "first_day": cause.first_day.isoformat(),
        "last_day": cause.last_day.isoformat() if cause.last_day else None,
        "before": in_language(cause.before),
        "last_act": in_language(cause.last.citation) if cause.last else None,
        "replaced_by": in_language(replaced_by.title) if replaced_by else None,
    }
