"""Messages inside a case: append-only, read marks by membership, unread counts."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.models import Membership, Role
from applications.case_acts import open_case, require_state, required_words
from applications.correspondence.telling import tell_the_other_side
from applications.models import Case, CaseMessage, MessageMark
from applications.permissions import Act


@transaction.atomic
def write_message(
    case_id: int,
    *,
    text: str,
    language: str,
    key: UUID,
    by: Membership | None,
    at: datetime | None = None,
) -> CaseMessage:
    """Write to the other side and promise to tell it; the same ``key`` writes once.

    Moves nothing and is no act of the order, so no event is written. Raises NotAllowed,
    WrongState (a draft, a withdrawn case), MissingWords.
    """
    case, actor, at, _state = open_case(Act.WRITE_MESSAGE, case_id, by, at)
    written = CaseMessage.objects.filter(case=case, membership=actor, key=key).first()
    if written is not None:
        return written
    require_state(Act.WRITE_MESSAGE, case)
    message = CaseMessage.objects.create(
        case=case,
        membership=actor,
        at=at,
        language=language,
        text=required_words(text),
        key=key,
        from_applicant=actor.role == Role.APPLICANT,
    )
    tell_the_other_side(case, message, at=at)
    return message


def messages_of(case: Case) -> QuerySet[CaseMessage]:
    """Newest first, with who wrote them."""
    return (
        CaseMessage.objects.filter(case=case)
        .select_related("membership__user", "membership__organisation")
        .order_by("-pk")
    )


def mark_read(case: Case, *, by: Membership) -> None:
    """All that is there now is read; a mark never goes back."""
    last = CaseMessage.objects.filter(case=case).order_by("-pk").values_list("pk", flat=True)
    newest = last.first()
    if newest is None:
        return
    mark, created = MessageMark.objects.get_or_create(
        case=case, membership=by, defaults={"read_up_to": newest}
    )
    if not created and mark.read_up_to < newest:
        ahead = MessageMark.objects.filter(pk=mark.pk, read_up_to__lt=newest)
        ahead.update(read_up_to=newest)


def unread_counts(cases: Iterable[Case], membership: Membership) -> dict[int, int]:
    """By case's number, where there is any; one query for a whole list."""
    mark = MessageMark.objects.filter(case=OuterRef("case"), membership=membership)
    unread = (
        CaseMessage.objects.filter(case__in=[case.pk for case in cases])
        .filter(from_applicant=membership.role != Role.APPLICANT)
        .annotate(seen=Coalesce(Subquery(mark.values("read_up_to")[:1]), Value(0)))
        .filter(pk__gt=F("seen"))
    )
    counted = unread.order_by().values("case").annotate(unread=Count("pk"))
    return dict(counted.values_list("case", "unread"))


def read_up_to_by_others(case: Case, *, applicant_reads: bool) -> int:
    """The newest message that anybody of the other side has seen; 0 where none."""
    role = Q(membership__role=Role.APPLICANT)
    marks = MessageMark.objects.filter(role if applicant_reads else ~role, case=case)
    newest = marks.order_by("-read_up_to").values_list("read_up_to", flat=True).first()
    return newest or 0
