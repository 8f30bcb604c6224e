"""The subsidy case: drafts of raw answers, immutable submissions, append-only events."""

from applications.models.cases import Case, CaseQuerySet
from applications.models.correspondence import (
    CaseMessage,
    CaseNote,
    CaseOpening,
    MessageMark,
    OpenedThing,
    RemarkAnswer,
    WrittenText,
)
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
    WITH_A_REVIEWER,
    WITH_THE_AGENT,
    CaseState,
)
from applications.models.timing import CalendarFeed, Measure, MeasuredDuration

__all__ = [
    "DECIDABLE_STATES",
    "DECIDED_STATES",
    "OPEN_STATES",
    "REOPENED_STATES",
    "WITH_A_REVIEWER",
    "WITH_THE_AGENT",
    "CalendarFeed",
    "Case",
    "CaseDocument",
    "CaseEvent",
    "CaseMessage",
    "CaseNote",
    "CaseOpening",
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
    "MessageMark",
    "OpenedThing",
    "OrderEdition",
    "RefusalGround",
    "RemarkAnswer",
    "SavedView",
    "SectionVersion",
    "StageLimit",
    "Submission",
    "SubsidyBudget",
    "WhyChecked",
    "WrittenText",
]
