"""The subsidy case: drafts of raw answers, immutable submissions, append-only events."""

from applications.models.cases import DECIDED_STATES, OPEN_STATES, Case, CaseQuerySet, CaseState
from applications.models.dated_settings import (
    GoodsListEdition,
    GoodsListEntry,
    OrderEdition,
    SubsidyBudget,
)
from applications.models.drafts import CaseDocument, DocumentKind, DraftSection
from applications.models.history import CaseEvent, CheckRun, EventKind, Submission, WhyChecked

__all__ = [
    "DECIDED_STATES",
    "OPEN_STATES",
    "Case",
    "CaseDocument",
    "CaseEvent",
    "CaseQuerySet",
    "CaseState",
    "CheckRun",
    "DocumentKind",
    "DraftSection",
    "EventKind",
    "GoodsListEdition",
    "GoodsListEntry",
    "OrderEdition",
    "Submission",
    "SubsidyBudget",
    "WhyChecked",
]
