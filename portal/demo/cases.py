"""The invented cases: drafts as an exporter would type them, then the acts in their order.

A case is found again by the name of its first document, a draft without documents by
the membership that began it. Acts go by the case's events: what is done is not done
again, and a case that a visitor has led another way is left to them.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from applications import case_workflow
from applications.correspondence.remark_answers import save_remark_answers
from applications.documents import REQUIRED_KINDS, add_document
from applications.drafts import save_section, start_draft
from applications.form_sections import SECTION_OF_CODE
from applications.models import Case, CaseDocument, DocumentKind, DraftSection, EventKind
from applications.remarks import document_code
from norms.strict_yaml import read_strict
from portal.demo.casting import DemoCast
from portal.demo.documents import demo_document, document_name
from portal.demo.talk import DemoWords, read_words, say

FOLDER = Path(__file__).resolve().parent / "data" / "cases"
# Answers were typed and papers uploaded some time before they were submitted.
PREPARED_BEFORE = timedelta(hours=3)

ACTS: dict[str, tuple[Callable[..., Case], tuple[EventKind, ...]]] = {
    "submit": (case_workflow.submit_case, (EventKind.SUBMITTED, EventKind.RESUBMITTED)),
    "take": (case_workflow.take_case, (EventKind.TAKEN,)),
    "return": (case_workflow.return_case, (EventKind.RETURNED,)),
    "conclude": (case_workflow.conclude_case, (EventKind.CONCLUDED,)),
    "remit": (case_workflow.remit_case, (EventKind.REMITTED,)),
    "approve": (case_workflow.approve_case, (EventKind.APPROVED,)),
    "refuse": (case_workflow.refuse_case, (EventKind.REFUSED,)),
    "withdraw": (case_workflow.withdraw_case, (EventKind.WITHDRAWN,)),
    "announce": (case_workflow.announce_refusal, (EventKind.REFUSAL_ANNOUNCED,)),
    "answer": (case_workflow.answer_hearing, (EventKind.HEARING_ANSWERED,)),
    "note_appeal": (case_workflow.note_appeal, (EventKind.APPEAL_NOTED,)),
    "propose_reopening": (case_workflow.propose_reopening, (EventKind.REOPENING_PROPOSED,)),
}


@dataclass(frozen=True)
class DemoAct:
    """``changes`` are answers corrected before the act, by section; ``answers`` are to remarks."""

    act: str
    by: str
    at: datetime
    words: dict[str, Any]
    changes: dict[str, dict[str, Any]]
    answers: dict[str, str]


@dataclass(frozen=True)
class DemoCase:
    key: str
    organisation: str
    created_by: str
    sections: dict[str, dict[str, Any]]
    documents: tuple[DocumentKind, ...]
    acts: tuple[DemoAct, ...]
    talk: tuple[DemoWords, ...]


def demo_cases() -> list[DemoCase]:
    """Every case of ``data/cases``, by key."""
    return [_read(path) for path in sorted(FOLDER.glob("*.yaml"))]


def _read(path: Path) -> DemoCase:
    content = read_strict(path)
    kinds = content.get("documents", REQUIRED_KINDS)
    return DemoCase(
        key=f"demo-{path.stem}",
        organisation=content["organisation"],
        created_by=content["created_by"],
        sections=content["sections"],
        documents=tuple(DocumentKind(kind) for kind in kinds),
        acts=tuple(_read_act(act) for act in content["acts"]),
        talk=tuple(read_words(said) for said in content.get("talk", ())),
    )


def _read_act(content: dict[str, Any]) -> DemoAct:
    said = dict(content)
    zone = ZoneInfo(settings.TIME_ZONE)
    return DemoAct(
        act=said.pop("act"),
        by=said.pop("by"),
        at=datetime.fromisoformat(said.pop("at")).replace(tzinfo=zone),
        changes=said.pop("changes", {}),
        answers=said.pop("answers", {}),
        words={name: _read_word(name, word) for name, word in said.items()},
    )


def _read_word(name: str, word: Any) -> Any:
    return date.fromisoformat(word) if name.endswith("_on") else word


def load_cases(cast: DemoCast) -> None:
    """Drafts first, then all acts in the order of time, so that numbers rise with the days.

    What was filed earlier was begun earlier; what is still a draft was begun last.
    """
    waiting = []
    for demo in sorted(demo_cases(), key=_filed):
        case = find_case(demo, cast) or _draft(demo, cast)
        waiting += [(act, case.pk) for act in _outstanding(demo, case)]
    for act, case_id in sorted(waiting, key=lambda pair: pair[0].at):
        _do(act, case_id, cast)
    for demo in demo_cases():
        if demo.talk and (found := find_case(demo, cast)):
            say(demo.key, demo.talk, found, cast)


def _filed(demo: DemoCase) -> float:
    return demo.acts[0].at.timestamp() if demo.acts else math.inf


def find_case(demo: DemoCase, cast: DemoCast) -> Case | None:
    """The case as an earlier loading left it, wherever it has gone since."""
    if demo.documents:
        first = document_name(demo.key, demo.documents[0])
        document = CaseDocument.objects.filter(name=first, case__is_demo=True).first()
        return document.case if document else None
    creator = cast.get(demo.created_by, demo.organisation)
    return Case.objects.filter(created_by=creator).order_by("pk").first()


@transaction.atomic
def _draft(demo: DemoCase, cast: DemoCast) -> Case:
    by = cast.member(demo.created_by, demo.organisation)
    case = start_draft(by=by)
    for code, answers in demo.sections.items():
        _save(case.pk, code, answers, cast=cast, sign_in=demo.created_by)
    for kind in demo.documents:
        add_document(case.pk, kind, demo_document(demo.key, kind), by=by)
    if demo.acts:
        _set_back(case, demo.acts[0].at - PREPARED_BEFORE)
    return case


def _save(
    case_id: int, code: str, answers: dict[str, Any], *, cast: DemoCast, sign_in: str
) -> None:
    """Over what the portal filled in or the person typed before."""
    case = Case.objects.select_related("organisation").get(pk=case_id)
    stored = DraftSection.objects.filter(case=case, section=code).first()
    raw = {**(stored.answers if stored else {}), **answers}
    save_section(
        case_id,
        SECTION_OF_CODE[code],
        raw,
        expected_version=stored.version if stored else 0,
        by=cast.member_of(sign_in, case.organisation),
    )


def _set_back(case: Case, moment: datetime) -> None:
    """A draft's moments are no acts and no history: they are told as of the invented day."""
    Case.objects.filter(pk=case.pk).update(created_at=moment)
    case.sections.update(updated_at=moment)
    case.documents.update(uploaded_at=moment)


def _outstanding(demo: DemoCase, case: Case) -> Iterator[DemoAct]:
    """The acts that no event stands for yet; none where a visitor has acted otherwise."""
    done = list(case.events.order_by("ordinal").values_list("kind", flat=True))
    kinds = [ACTS[act.act][1] for act in demo.acts[: len(done)]]
    if len(done) <= len(demo.acts) and all(k in kinds[n] for n, k in enumerate(done)):
        yield from demo.acts[len(done) :]


@transaction.atomic
def _do(act: DemoAct, case_id: int, cast: DemoCast) -> None:
    case = Case.objects.select_related("organisation").get(pk=case_id)
    for code, answers in act.changes.items():
        _save(case_id, code, answers, cast=cast, sign_in=act.by)
        case.sections.filter(section=code).update(updated_at=act.at - timedelta(minutes=20))
    by = cast.actor(act.by, case.organisation)
    if act.answers:
        save_remark_answers(case_id, act.answers, language="ru", by=by, at=act.at)
    perform, _kinds = ACTS[act.act]
    perform(case_id, by=by, at=act.at, **_of_this_case(act.words, case))


def _of_this_case(words: dict[str, Any], case: Case) -> dict[str, Any]:
    """Remarks on documents are told by their kind, and made on what the case has of it."""
    if "remarks" not in words:
        return words
    papers = {paper.kind: document_code(paper.pk) for paper in case.documents.current()}
    remarks = {papers.get(code, code): text for code, text in words["remarks"].items()}
    return {**words, "remarks": remarks}
