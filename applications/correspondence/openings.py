"""Who opened what of a case: written down as it is opened, read by both sides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.functional import Promise

from accounts.models import Membership, Role
from applications.models import (
    Case,
    CaseDocument,
    CaseOpening,
    CaseState,
    DocumentKind,
    OpenedThing,
    Submission,
)
from languages.text import in_language
from notices.models import Notice


def record_opening(
    case: Case, thing: OpenedThing, *, by: Membership, at: datetime, thing_pk: int = 0
) -> None:
    """One insert, which does nothing the second time within the hour. A draft is nobody's news."""
    if case.state == CaseState.DRAFT:
        return
    hour = at.replace(minute=0, second=0, microsecond=0)
    opening = CaseOpening(
        case=case,
        membership=by,
        thing=thing,
        thing_pk=thing_pk,
        at=at,
        hour=hour,
        by_applicant=by.role == Role.APPLICANT,
    )
    CaseOpening.objects.bulk_create([opening], ignore_conflicts=True)


@dataclass(frozen=True)
class ShownOpening:
    """``who`` names people to their own side and to officers, as the timeline does."""

    at: datetime
    who: str
    role: str | Promise
    what: str | Promise
    name: str


def openings_of(case: Case, *, by_applicant: bool) -> QuerySet[CaseOpening]:
    """Newest first."""
    openings = CaseOpening.objects.filter(case=case, by_applicant=by_applicant)
    return openings.select_related("membership__user", "membership__organisation")


def shown_openings(openings: Sequence[CaseOpening], *, for_staff: bool) -> list[ShownOpening]:
    """Two queries for the names of documents and letters, however many there are.

    A document that no submission names yet is the applicant's own: officers read its kind.
    """
    names = _names(openings, for_staff=for_staff)
    return [_shown(opening, names, for_staff) for opening in openings]


def _shown(
    opening: CaseOpening, names: dict[tuple[str, int], str], for_staff: bool
) -> ShownOpening:
    member = opening.membership
    organisation = in_language(member.organisation, "name").text
    named = for_staff or opening.by_applicant
    return ShownOpening(
        at=opening.at,
        who=f"{member.user.shown_name}, {organisation}" if named else organisation,
        role=member.get_role_display(),
        what=opening.get_thing_display(),
        name=names.get((opening.thing, opening.thing_pk), ""),
    )


def _names(openings: Sequence[CaseOpening], *, for_staff: bool) -> dict[tuple[str, int], str]:
    filed = _filed(openings) if for_staff else None
    documents = CaseDocument.objects.filter(pk__in=_numbers(openings, OpenedThing.DOCUMENT))
    letters = Notice.objects.filter(pk__in=_numbers(openings, OpenedThing.LETTER))
    return {
        **{
            (OpenedThing.DOCUMENT.value, pk): _named(kind, name, filed is None or pk in filed)
            for pk, kind, name in documents.values_list("pk", "kind", "name")
        },
        **{
            (OpenedThing.LETTER.value, pk): f"№ {number}"
            for pk, number in letters.values_list("pk", "number")
        },
    }


def _named(kind: str, name: str, is_shown: bool) -> str:
    label = str(DocumentKind(kind).label)
    return f"{label}: {name}" if name and is_shown else label


def _filed(openings: Sequence[CaseOpening]) -> set[int]:
    """The documents that the submissions of these openings' cases name."""
    submissions = Submission.objects.filter(case__in={opening.case_id for opening in openings})
    listed = submissions.values_list("documents", flat=True)
    return {document["id"] for documents in listed for document in documents}


def _numbers(openings: Sequence[CaseOpening], thing: OpenedThing) -> set[int]:
    return {opening.thing_pk for opening in openings if opening.thing == thing}
