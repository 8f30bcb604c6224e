"""Drafts: begun, saved section by section as typed, discarded.

Nobody's answers are overwritten unseen. A page saves over the version it showed; what
others changed meanwhile is brought together with what was typed, and where both changed
the same answer the person is asked.
"""

from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership, Role
from applications.answer_merge import Merge, Taken, merge_answers
from applications.case_errors import NotAllowed, WrongState
from applications.erasure import erase_draft
from applications.form_sections import SECTION_OF_CODE, Section
from applications.list_columns import keep_draft_columns
from applications.models import Case, CaseState, DraftSection
from applications.section_sheets import Raw
from applications.section_versions import (
    NO_PAGE,
    OpenPage,
    Outdated,
    answers_at,
    base_of,
    keep_replaced,
)

EDITABLE_STATES = (CaseState.DRAFT, CaseState.RETURNED)


@dataclass(frozen=True)
class Saved:
    """``answers`` as stored now; ``taken``: what others had changed, brought together with it."""

    version: int
    answers: Raw = field(default_factory=dict, compare=False)
    taken: tuple[Taken, ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class Conflict:
    """Somebody saved the section since the page was opened; nothing was changed.

    ``base_version`` is what both began with.
    """

    stored: DraftSection
    base_version: int
    merge: Merge

    @property
    def version(self) -> int:
        return self.stored.version


@transaction.atomic
def start_draft(*, by: Membership) -> Case:
    """A new draft of the organisation, its applicant section filled from what is known."""
    if by.role != Role.APPLICANT:
        raise NotAllowed("wrong_role")
    case = Case.objects.create(
        organisation=by.organisation, created_by=by, is_demo=by.organisation.is_demo
    )
    DraftSection.objects.create(
        case=case, section="applicant", answers=_known_of(by), updated_by=by
    )
    return case


def _known_of(by: Membership) -> Raw:
    """Raw answers of the applicant section that the portal need not ask again."""
    organisation, known = by.organisation, dict.fromkeys(_fields("applicant"), "")
    known["name_kk"], known["name_ru"] = organisation.name_kk, organisation.name_ru
    known["address"] = organisation.address
    known["contact_name"], known["contact_email"] = by.user.full_name, by.user.email
    return known


def _fields(code: str) -> list[str]:
    form = SECTION_OF_CODE[code].form
    return list(form.base_fields) if form else []


@transaction.atomic
def save_section(
    case_id: int,
    section: Section,
    raw: Raw,
    *,
    expected_version: int,
    by: Membership,
    page: OpenPage = NO_PAGE,
) -> Saved | Conflict:
    """Keep what was typed, right or wrong, over the version the page showed (0: none).

    What others changed since is merged; ``page.shows_entries`` False: the page stays open
    and cannot show entries that came or went, so such a merge is a conflict too.
    Raises Case.DoesNotExist, NotAllowed, WrongState.
    """
    case = editable_case(case_id, by=by)
    stored = _stored(case, section, by)
    if stored.version and stored.answers == raw:
        return _nothing_new(stored, page)
    try:
        base_version, base = base_of(stored, expected_version, page)
    except Outdated:
        return Saved(stored.version, stored.answers)
    if base_version == stored.version:
        return _replace(stored, raw, by, page)
    merge = merge_answers(base, stored.answers, raw, rows_key=section.rows_key)
    if merge.clashes or not (page.shows_entries or _same_entries(merge, raw)):
        return Conflict(stored, base_version, merge)
    if merge.answers == stored.answers:
        return Saved(stored.version, merge.answers, merge.taken)
    return _replace(stored, merge.answers, by, page, merge.taken)


def _stored(case: Case, section: Section, by: Membership) -> DraftSection:
    stored = (
        DraftSection.objects.filter(case=case, section=section.code)
        .select_related("updated_by__user")
        .first()
    ) or DraftSection(case=case, section=section.code, version=0, updated_by=by)
    stored.case = case
    return stored


def _nothing_new(stored: DraftSection, page: OpenPage) -> Saved:
    """The page's earlier sends, should they still arrive, are outdated from now on."""
    if page.name and page.name == stored.page and page.sequence > stored.sequence:
        stored.sequence = page.sequence
        stored.save(update_fields=["sequence"])
    return Saved(stored.version, stored.answers)


def _replace(
    stored: DraftSection,
    answers: Raw,
    by: Membership,
    page: OpenPage,
    taken: tuple[Taken, ...] = (),
) -> Saved:
    keep_replaced(stored)
    stored.answers, stored.version = answers, stored.version + 1
    stored.updated_by, stored.updated_at = by, timezone.now()
    stored.page, stored.sequence = page.name, page.sequence
    stored.save()
    if stored.section == "buyer":
        keep_draft_columns(stored.case, answers)
    return Saved(stored.version, answers, taken)


def _same_entries(merge: Merge, raw: Raw) -> bool:
    """Every entry of the table stands where it was typed."""
    entries = len(merge.answers.get(merge.rows_key, []))
    came_or_went = any(not taken.name for taken in merge.taken)
    return not came_or_went and entries == len(raw.get(merge.rows_key, []))


def conflict_as_seen(
    case: Case, section: Section, raw: Raw, *, base_version: int, seen_version: int
) -> Merge | None:
    """The merge that a conflict page asked about; None when what it showed is not kept any more."""
    stored = DraftSection.objects.filter(case=case, section=section.code).first()
    seen = None if stored is None else answers_at(stored, seen_version)
    if stored is None or seen is None:
        return None
    return merge_answers(answers_at(stored, base_version), seen, raw, rows_key=section.rows_key)


@transaction.atomic
def discard_draft(case_id: int, *, by: Membership) -> None:
    """Delete a draft that was never submitted, with the contents that nothing else needs."""
    case = editable_case(case_id, by=by)
    if case.state != CaseState.DRAFT:
        raise WrongState(case.state, "discard")
    erase_draft(case.pk, at=timezone.now())


def editable_case(case_id: int, *, by: Membership) -> Case:
    """The case under a row lock, open to its applicant. Call inside a transaction."""
    case = Case.objects.visible_to(by).select_for_update().get(pk=case_id)
    if by.role != Role.APPLICANT:
        raise NotAllowed("wrong_role")
    case.organisation = by.organisation  # an applicant sees no other's: already read
    if case.state not in EDITABLE_STATES:
        raise WrongState(case.state, "edit")
    return case
