"""Who reviews a case now is told by e-mail: that there is news, never what it is."""

from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Membership, User
from applications.models import Case, CaseEvent
from notices import outbox
from notices.delivery import send_case_news_mail

TELL = "applications.tasks.tell_of_assignment"


def promise_telling(event: CaseEvent, membership: Membership, *, batch: str = "") -> None:
    """Promise one letter to a person about one case, or about all cases of a ``batch``.

    Nobody is written to about what they did themselves, nor who has left.
    """
    if membership.user_id == event.user_id:
        return
    if not Membership.objects.active().filter(pk=membership.pk).exists():
        return
    key = telling_key(batch or str(event.pk), membership.user_id)
    case_id = None if batch else event.case_id
    arguments = {"case_id": case_id, "user_id": membership.user_id, "key": key}
    outbox.promise(TELL, arguments, key=key)


def telling_key(what: str, user_id: int) -> str:
    return f"assigned:{what}:{user_id}"


def send_telling(case_id: int | None, user: User, *, key: str) -> None:
    with translation.override(user.language):
        several = _("cases that you review or reviewed")
    subject = str(Case.objects.get(pk=case_id).number) if case_id else several
    send_case_news_mail(subject, user, key=key)
