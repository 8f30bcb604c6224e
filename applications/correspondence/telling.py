"""Who is told by e-mail that a message waits: at most once an hour for a case and person.

What is written within the hour is told when it is over, if it is still unread.
"""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Greatest

from accounts.models import Membership, OrganisationKind, Role
from applications.assignees import reviewer_and_stand_ins
from applications.legal_day import legal_day
from applications.models import WITH_THE_AGENT, Case, CaseMessage, MessageMark
from applications.permissions import Act, may
from notices import outbox

AT_MOST_EVERY = timedelta(hours=1)
TASK = "applications.tasks.tell_of_message"


def tell_the_other_side(case: Case, message: CaseMessage, *, at: datetime) -> None:
    """Promise an e-mail to everybody addressed who has had none within the hour.

    The caller holds the lock on the case's row.
    """
    for membership in _addressed(case, message, legal_day(at)):
        mark, _created = MessageMark.objects.get_or_create(case=case, membership=membership)
        if mark.told_at is None or mark.told_at <= at - AT_MOST_EVERY:
            _promise(mark, message.pk, at)


def tell_what_waits(*, at: datetime) -> int:
    """Promise e-mails for what was written since the last one, an hour or more ago, and is
    unread; how many. Run again it promises nothing twice."""
    told = 0
    for mark_id in _overdue(at).order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            told += _tell_anew(mark_id, at)
    return told


def still_unread(case_id: int, user_id: int, message_id: int) -> bool:
    """Whether the message of an e-mail is news to the person in any of their memberships."""
    marks = MessageMark.objects.filter(case=case_id, membership__user=user_id)
    active = marks.filter(membership__in=Membership.objects.active())
    return active.exists() and not active.filter(read_up_to__gte=message_id).exists()


def telling_key(case_id: int, user_id: int, message_id: int) -> str:
    return f"message:{case_id}:{user_id}:{message_id}"


def _addressed(case: Case, message: CaseMessage, on: date) -> list[Membership]:
    """All of the applicant's people; of the officers whoever may answer on the day."""
    active = Membership.objects.active().select_related("user").order_by("pk")
    if not message.from_applicant:
        own = active.filter(organisation=case.organisation, role=Role.APPLICANT)
        return _one_each(list(own))
    with_agent = case.state in WITH_THE_AGENT
    kind = OrganisationKind.FINANCIAL_AGENT if with_agent else OrganisationKind.MINISTRY
    role = Role.AGENT_OFFICER if with_agent else Role.MINISTRY_OFFICER
    officers = active.filter(organisation__kind=kind, role=role)
    if with_agent and case.reviewer_id and officers.filter(pk=case.reviewer_id).exists():
        officers = officers.filter(pk__in=reviewer_and_stand_ins(case, on=on))
    return [member for member in officers if may(Act.WRITE_MESSAGE, case, member, on=on)]


def _one_each(memberships: list[Membership]) -> list[Membership]:
    return list({membership.user_id: membership for membership in memberships}.values())


def _promise(mark: MessageMark, message_id: int, at: datetime) -> None:
    user_id = mark.membership.user_id
    mark.told_at, mark.told_up_to = at, message_id
    mark.save(update_fields=["told_at", "told_up_to"])
    key = telling_key(mark.case_id, user_id, message_id)
    arguments = {"case_id": mark.case_id, "user_id": user_id, "message_id": message_id}
    outbox.promise(TASK, arguments, key=key)


def _overdue(at: datetime) -> QuerySet[MessageMark]:
    """Marks of people told an hour or more ago to whom something newer was written since."""
    told = MessageMark.objects.filter(
        told_at__lte=at - AT_MOST_EVERY, membership__in=Membership.objects.active().values("pk")
    )
    applicants = Q(membership__role=Role.APPLICANT)
    return told.alias(known=Greatest("read_up_to", "told_up_to")).filter(
        (applicants & Exists(_newer(from_applicant=False)))
        | (~applicants & Exists(_newer(from_applicant=True)))
    )


def _newer(*, from_applicant: bool) -> QuerySet[CaseMessage]:
    messages = CaseMessage.objects.filter(case=OuterRef("case"), from_applicant=from_applicant)
    return messages.filter(pk__gt=OuterRef("known")).order_by()


def _tell_anew(mark_id: int, at: datetime) -> int:
    Case.objects.select_for_update(of=("self",)).get(message_marks=mark_id)
    mark = _overdue(at).filter(pk=mark_id).select_related("membership", "case").first()
    if mark is None:
        return 0
    own = mark.membership.role == Role.APPLICANT
    messages = CaseMessage.objects.filter(case=mark.case, from_applicant=not own)
    newest = messages.order_by("-pk").first()
    if newest is None or not may(Act.WRITE_MESSAGE, mark.case, mark.membership, on=legal_day(at)):
        return 0
    _promise(mark, newest.pk, at)
    return 1
