"""The acts on a case, one function each: lock, re-read, may they, does the state allow it,
move, freeze, write the event, issue the notice. All of it or nothing.

Every function returns the case as it is afterwards. Refusals are typed:
``NotAllowed`` and the ``CaseRefusal`` family of ``applications.case_errors``;
``submit_case`` also raises ``applications.answers.IncompleteAnswers``.

``at`` is the moment of the act (now, unless given); its local day is the legal day.
``seen`` is the ordinal of the last event that the person had read: where something
has happened since, ``CaseMovedOn`` is raised instead of deciding on a stale page.
"""

from applications.answers import IncompleteAnswers
from applications.case_errors import (
    AlreadyTheirs,
    CaseMovedOn,
    CaseRefusal,
    ColleagueFiled,
    DayOutOfOrder,
    DocumentInfected,
    GroundNotAnnounced,
    HearingNotInForce,
    HearingNotOver,
    HearingRequired,
    MissingWords,
    NobodyIsThere,
    NotAColleague,
    NotAllowed,
    NothingToRecompute,
    OrderNotInForce,
    OrganisationNotConfirmed,
    ReferenceRateUnknown,
    TermTooLong,
    UnknownGround,
    WrongState,
)
from applications.case_workflow.appeals import note_appeal, note_outcome
from applications.case_workflow.assignment import assign_case, reassign_case, release_case
from applications.case_workflow.decision import approve_case, refuse_case
from applications.case_workflow.filing import submit_case, withdraw_case
from applications.case_workflow.hearing import announce_refusal, answer_hearing
from applications.case_workflow.leaving import (
    HandedOver,
    hand_over_case,
    hand_over_left_cases,
    leave_and_hand_over,
    open_cases_of,
)
from applications.case_workflow.reopening import (
    propose_reopening,
    reject_reopening,
    reopen_case,
)
from applications.case_workflow.review import (
    conclude_case,
    recheck_case,
    recompute_case,
    remit_case,
    return_case,
    take_case,
    take_over_case,
)

__all__ = [
    "AlreadyTheirs",
    "CaseMovedOn",
    "CaseRefusal",
    "ColleagueFiled",
    "DayOutOfOrder",
    "DocumentInfected",
    "GroundNotAnnounced",
    "HandedOver",
    "HearingNotInForce",
    "HearingNotOver",
    "HearingRequired",
    "IncompleteAnswers",
    "MissingWords",
    "NobodyIsThere",
    "NotAColleague",
    "NotAllowed",
    "NothingToRecompute",
    "OrderNotInForce",
    "OrganisationNotConfirmed",
    "ReferenceRateUnknown",
    "TermTooLong",
    "UnknownGround",
    "WrongState",
    "announce_refusal",
    "answer_hearing",
    "approve_case",
    "assign_case",
    "conclude_case",
    "hand_over_case",
    "hand_over_left_cases",
    "leave_and_hand_over",
    "note_appeal",
    "note_outcome",
    "open_cases_of",
    "propose_reopening",
    "reassign_case",
    "recheck_case",
    "recompute_case",
    "refuse_case",
    "reject_reopening",
    "release_case",
    "remit_case",
    "reopen_case",
    "return_case",
    "submit_case",
    "take_case",
    "take_over_case",
    "withdraw_case",
]
