"""Erase what is personal in a case whose time is over; its history stays whole.

Which cases are due, and who confirms it, is the retention room's. Each function takes one
case in its own transaction under a row lock and does nothing the second time.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import Membership
from applications.events import append_event
from applications.list_columns import search_text
from applications.models import (
    Case,
    CaseDocument,
    CaseMessage,
    CaseNote,
    CaseOpening,
    CaseState,
    CheckRun,
    EventKind,
    ListExport,
    MessageMark,
    RemarkAnswer,
)
from files.erasure import give_up
from norms.append_only import erase_personal_values
from notices.erasure import erase_notice


@dataclass(frozen=True)
class ErasureBasis:
    """By which class and period, and counted from which day."""

    retention_class: str
    period_from: date
    counted_from: date
    due_on: date

    def details(self) -> dict[str, str]:
        return {
            "retention_class": self.retention_class,
            "period_from": self.period_from.isoformat(),
            "counted_from": self.counted_from.isoformat(),
            "due_on": self.due_on.isoformat(),
        }


@transaction.atomic
def erase_case(case_id: int, *, basis: ErasureBasis, by: Membership, at: datetime) -> bool:
    """Answers, texts, documents and letters of a case; False where that was done before."""
    case = _locked(case_id)
    if case.erased_at is not None:
        return False
    _erase_rows(case, at)
    _erase_documents(case.documents.filter(erased_at=None), at)
    case.sections.all().delete()
    case.section_versions.all().delete()
    _delete_correspondence(case)
    case.erased_at = at
    case.buyer_name = case.contract_number = case.contract_key = ""
    case.search_text = search_text(case)
    case.save()
    _tell(case, basis, by, at)
    return True


@transaction.atomic
def erase_documents(case_id: int, *, basis: ErasureBasis, by: Membership, at: datetime) -> bool:
    """The contents and names of a case's uploads alone; False where none is left."""
    case = _locked(case_id)
    kept = case.documents.filter(erased_at=None)
    if not kept.exists():
        return False
    _erase_documents(kept, at)
    _tell(case, basis, by, at)
    return True


@transaction.atomic
def erase_draft(case_id: int, *, at: datetime) -> bool:
    """A draft that was never submitted goes as a whole: it has no history yet."""
    case = Case.objects.select_for_update().filter(pk=case_id, state=CaseState.DRAFT).first()
    if case is None:
        return False
    QuerySet(CaseOpening).filter(case=case).delete()
    files = set(case.documents.values_list("file", flat=True))
    case.delete()
    for file_id in sorted(files):
        give_up(file_id, at=at)
    return True


def forget_views(*, before: datetime) -> int:
    """Who opened what in a case, and what was looked for when a list was taken away.

    Who took a list away, and when, stays on record.
    """
    searched: QuerySet[ListExport] = QuerySet(ListExport).filter(at__lt=before).exclude(filters={})
    opened, _by_model = QuerySet(CaseOpening).filter(at__lt=before).delete()
    return opened + searched.update(filters={})


def _locked(case_id: int) -> Case:
    cases = Case.objects.select_for_update(of=("self",)).select_related("organisation")
    return cases.get(pk=case_id)


def _erase_rows(case: Case, at: datetime) -> None:
    events = list(case.events.select_related("notice").order_by("ordinal"))
    runs = CheckRun.objects.filter(submission__case=case).order_by("pk")
    for row in [*case.submissions.order_by("ordinal"), *runs, *events]:
        if row.erased_at is None:
            erase_personal_values(row, at=at)
    for notice in [event.notice for event in events if event.notice]:
        erase_notice(notice, at=at)


def _delete_correspondence(case: Case) -> None:
    """Messages and notes are no acts and no part of the chain: they go as rows."""
    for model in (MessageMark, CaseMessage, CaseNote, RemarkAnswer):
        QuerySet(model).filter(case=case).delete()


def _erase_documents(documents: Iterable[CaseDocument], at: datetime) -> None:
    for document in documents:
        document.name, document.erased_at = "", at
        document.save(update_fields=["name", "erased_at"])
        give_up(document.file_id, at=at)


def _tell(case: Case, basis: ErasureBasis, by: Membership, at: datetime) -> None:
    append_event(
        case, EventKind.ERASED, by=by, at=at, from_state=case.state, details=basis.details()
    )
