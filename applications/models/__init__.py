"""The subsidy case: drafts of raw answers, immutable submissions, append-only events."""

from applications.models.cases import DECIDED_STATES, OPEN_STATES, Case, CaseQuerySet, CaseState
from applications.models.dated_settings import (
    CaseStage,
    GoodsListEdition,
    GoodsListEntry,
    OrderEdition,
    StageLimit,
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
    "CaseStage",
    "CaseState",
    "CheckRun",
    "DocumentKind",
    "DraftSection",
    "EventKind",
    "GoodsListEdition",
    "GoodsListEntry",
    "OrderEdition",
    "StageLimit",
    "Submission",
    "SubsidyBudget",
    "WhyChecked",
]
