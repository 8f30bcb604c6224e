"""Notes of officers to officers on a case: never the applicant's to read."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import Membership
from applications.case_acts import open_case, require_state, required_words
from applications.models import Case, CaseNote
from applications.permissions import Act, may


@transaction.atomic
def write_note(
    case_id: int,
    *,
    text: str,
    language: str,
    key: UUID,
    by: Membership | None,
    at: datetime | None = None,
) -> CaseNote:
    """Write down what colleagues of agent and ministry are to know; once by ``key``.

    Raises NotAllowed, WrongState (a draft), MissingWords.
    """
    case, actor, at, _state = open_case(Act.WRITE_NOTE, case_id, by, at)
    require_state(Act.WRITE_NOTE, case)
    written = CaseNote.objects.filter(case=case, membership=actor, key=key).first()
    return written or CaseNote.objects.create(
        case=case,
        membership=actor,
        at=at,
        language=language,
        text=required_words(text),
        key=key,
    )


def notes_for(case: Case, membership: Membership, *, on: date) -> QuerySet[CaseNote]:
    """Newest first; none for whoever may not write one."""
    notes = CaseNote.objects.filter(case=case)
    if not may(Act.WRITE_NOTE, case, membership, on=on):
        notes = notes.none()
    return notes.select_related("membership__user", "membership__organisation").order_by("-pk")
