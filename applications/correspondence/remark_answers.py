"""What the applicant answers to remarks while correcting; the next submission takes it over."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise

from accounts.models import Membership
from applications.answers import DraftAnswers
from applications.drafts import editable_case
from applications.form_sections import SECTION_OF_CODE
from applications.models import Case, CaseEvent, RemarkAnswer
from applications.remarks import is_answered, last_return, remark_title, remarks_of, section_of


@dataclass(frozen=True)
class Remark:
    """A remark as its applicant deals with it; ``url`` is where it is corrected."""

    code: str
    title: str | Promise
    text: str
    url: str
    is_changed: bool
    answer: str


@transaction.atomic
def save_remark_answers(
    case_id: int,
    answers: Mapping[str, str],
    *,
    language: str,
    by: Membership,
    at: datetime | None = None,
) -> None:
    """Keep answers by remark's code; an empty one is taken back, an unknown code ignored.

    Raises Case.DoesNotExist, NotAllowed, WrongState.
    """
    case = editable_case(case_id, by=by)
    event = last_return(case)
    known = remarks_of(event).keys() & answers.keys()
    for code in sorted(known):
        _keep(case, event, code, answers[code].strip(), language, by, at or timezone.now())


def _keep(
    case: Case,
    event: CaseEvent | None,
    code: str,
    text: str,
    language: str,
    by: Membership,
    at: datetime,
) -> None:
    stored = RemarkAnswer.objects.filter(case=case, event=event, code=code)
    if not text:
        stored.delete()
        return
    if stored.filter(text=text, language=language).exists():
        return
    said = {"case": case, "text": text, "language": language, "updated_by": by, "updated_at": at}
    RemarkAnswer.objects.update_or_create(event=event, code=code, defaults=said)


def remarks_to_answer(case: Case, draft: DraftAnswers) -> list[Remark]:
    """Of the return that is being worked on; none in any other state."""
    event = last_return(case)
    if event is None:
        return []
    said = dict(case.remark_answers.filter(event=event).values_list("code", "text"))
    documents = event.details.get("documents", {})
    return [
        Remark(
            code=code,
            title=remark_title(code, documents),
            text=text,
            url=_place(case, code),
            is_changed=is_answered(event, code, draft),
            answer=said.get(code, ""),
        )
        for code, text in remarks_of(event).items()
    ]


def _place(case: Case, code: str) -> str:
    section = SECTION_OF_CODE.get(section_of(code))
    if section is None:
        return reverse("applications:task_list", args=[case.pk])
    if not section.has_answers:
        return reverse(f"applications:{section.code}", args=[case.pk])
    return reverse("applications:section", args=[case.pk, section.code])


def answers_to_submit(case: Case) -> dict[str, Any]:
    """What the event of a submission keeps of the answers; nothing where none was written."""
    event = last_return(case)
    if event is None:
        return {}
    answers = list(RemarkAnswer.objects.filter(case=case, event=event))
    if not answers:
        return {}
    documents = event.details.get("documents", {})
    texts = {answer.code: answer.text for answer in answers}
    return {
        "answers_to": event.ordinal,
        "answers": texts,
        "documents": {code: documents[code] for code in texts if code in documents},
        "written_in": answers[-1].language,
    }


def forget_remark_answers(case: Case) -> None:
    """The event has them now."""
    RemarkAnswer.objects.filter(case=case).delete()
