"""The subsidy case: drafts of raw answers, immutable submissions, append-only events."""

from applications.models.cases import Case, CaseQuerySet
from applications.models.dated_settings import (
    CaseStage,
    GoodsListEdition,
    GoodsListEntry,
    HearingSetting,
    OrderEdition,
    RefusalGround,
    StageLimit,
    SubsidyBudget,
)
from applications.models.drafts import CaseDocument, DocumentKind, DraftSection, SectionVersion
from applications.models.history import CaseEvent, CheckRun, EventKind, Submission, WhyChecked
from applications.models.lists import DefaultView, ExportedList, ListExport, SavedView
from applications.models.states import (
    DECIDABLE_STATES,
    DECIDED_STATES,
    OPEN_STATES,
    REOPENED_STATES,
    CaseState,
)
from applications.models.timing import CalendarFeed, Measure, MeasuredDuration

__all__ = [
    "DECIDABLE_STATES",
    "DECIDED_STATES",
    "OPEN_STATES",
    "REOPENED_STATES",
    "CalendarFeed",
    "Case",
    "CaseDocument",
    "CaseEvent",
    "CaseQuerySet",
    "CaseStage",
    "CaseState",
    "CheckRun",
    "DefaultView",
    "DocumentKind",
    "DraftSection",
    "EventKind",
    "ExportedList",
    "GoodsListEdition",
    "GoodsListEntry",
    "HearingSetting",
    "ListExport",
    "Measure",
    "MeasuredDuration",
    "OrderEdition",
    "RefusalGround",
    "SavedView",
    "SectionVersion",
    "StageLimit",
    "Submission",
    "SubsidyBudget",
    "WhyChecked",
]
