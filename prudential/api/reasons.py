"""Why a prudential question has no answer, as errors that name the request's fields."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from languages.api_fields import refusal
from norms.api import NotInForce
from norms.parameters import NormNotInForce
from prudential.ratios import FigureFault, InvalidFigures

FAULT_TEXTS: dict[FigureFault, Promise] = {
    FigureFault.NOT_A_NUMBER: _("This is not a number."),
    FigureFault.NEGATIVE: _("The amount is below zero."),
    FigureFault.NOT_ABOVE_ZERO: _("The amount must be above zero."),
    FigureFault.PART_ABOVE_WHOLE: _("The part is larger than the whole."),
    FigureFault.GIVEN_TWICE: _("This currency is given more than once."),
    FigureFault.NOT_FOREIGN: _("The tenge is not a foreign currency."),
}


@contextmanager
def answering(day_field: str) -> Iterator[None]:
    """What the rules refuse; ``day_field`` is the member that holds the day."""
    try:
        yield
    except InvalidFigures as error:
        raise refusal(error.figure, FAULT_TEXTS[error.fault], error.fault) from None
    except NormNotInForce as error:
        raise NotInForce(day_field, error) from None
    except OverflowError:
        text = _("The days that follow lie beyond the calendar.")
        raise refusal(day_field, text, "beyond_calendar") from None
