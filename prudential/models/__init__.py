"""Portfolio registers, banks' figures, the runs that measure them, and breaches of a limit."""

from prudential.models.breaches import (
    OPEN_STATES,
    Breach,
    BreachState,
    EventKind,
    PlanDraft,
    PlanMeasure,
    PlanVersion,
    PrudentialEvent,
)
from prudential.models.filings import (
    BankFigures,
    BankFiguresQuerySet,
    InputKey,
    OwnOrSupervised,
    Register,
    RegisterQuerySet,
    RegisterState,
)
from prudential.models.runs import RatioCode, RatioResult, RatioRun, RunCause, Verdict

__all__ = [
    "OPEN_STATES",
    "BankFigures",
    "BankFiguresQuerySet",
    "Breach",
    "BreachState",
    "EventKind",
    "InputKey",
    "OwnOrSupervised",
    "PlanDraft",
    "PlanMeasure",
    "PlanVersion",
    "PrudentialEvent",
    "RatioCode",
    "RatioResult",
    "RatioRun",
    "Register",
    "RegisterQuerySet",
    "RegisterState",
    "RunCause",
    "Verdict",
]
