"""Drafts: begun, saved section by section as typed, discarded.

Nobody's answers are overwritten unseen: a page saves over the version it showed,
and is told of any other.
"""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise

from accounts.models import Membership, Role
from applications.answer_display import raw_in_words
from applications.case_errors import NotAllowed, WrongState
from applications.form_sections import SECTION_OF_CODE, Section
from applications.list_columns import keep_draft_columns
from applications.models import Case, CaseState, DraftSection
from applications.section_sheets import Raw

EDITABLE_STATES = (CaseState.DRAFT, CaseState.RETURNED)


@dataclass(frozen=True)
class Difference:
    """One answer that two people left differently."""

    label: str | Promise
    stored: str
    typed: str


@dataclass(frozen=True)
class Saved:
    version: int


@dataclass(frozen=True)
class Conflict:
    """Somebody saved the section since the page was opened; nothing was changed."""

    stored: DraftSection
    differences: list[Difference]

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
    case_id: int, section: Section, raw: Raw, *, expected_version: int, by: Membership
) -> Saved | Conflict:
    """Keep what was typed, right or wrong, over the version the page showed (0: none).

    Raises Case.DoesNotExist, NotAllowed, WrongState.
    """
    case = editable_case(case_id, by=by)
    stored = DraftSection.objects.filter(case=case, section=section.code).first()
    if stored is None:
        stored = DraftSection(case=case, section=section.code, version=0, updated_by=by)
    elif stored.answers == raw:
        return Saved(stored.version)
    if stored.version != expected_version:
        return Conflict(stored, differences(section, stored.answers, raw))
    stored.answers, stored.version = raw, stored.version + 1
    stored.updated_by, stored.updated_at = by, timezone.now()
    stored.save()
    if section.code == "buyer":
        keep_draft_columns(case, raw)
    return Saved(stored.version)


@transaction.atomic
def discard_draft(case_id: int, *, by: Membership) -> None:
    """Delete a draft that was never submitted."""
    case = editable_case(case_id, by=by)
    if case.state != CaseState.DRAFT:
        raise WrongState(case.state, "discard")
    case.delete()


def editable_case(case_id: int, *, by: Membership) -> Case:
    """The case under a row lock, open to its applicant. Call inside a transaction."""
    case = Case.objects.visible_to(by).select_for_update().get(pk=case_id)
    if by.role != Role.APPLICANT:
        raise NotAllowed("wrong_role")
    if case.state not in EDITABLE_STATES:
        raise WrongState(case.state, "edit")
    return case


def differences(section: Section, stored: Raw, typed: Raw) -> list[Difference]:
    """Answer by answer what another person stored and what was typed now."""
    found = []
    if section.form:
        found += _field_differences(section.form, stored, typed, "")
    if section.rows:
        theirs, mine = stored.get(section.rows_key, []), typed.get(section.rows_key, [])
        for number in range(max(len(theirs), len(mine))):
            within = f"{section.rows.row_name} {number + 1}: "
            found += _field_differences(
                section.rows.form, _row(theirs, number), _row(mine, number), within
            )
    return found


def _row(rows: list[Raw], number: int) -> Raw:
    return rows[number] if number < len(rows) else {}


def _field_differences(form: Any, stored: Raw, typed: Raw, within: str) -> list[Difference]:
    pairs = (
        (field, stored.get(name, ""), typed.get(name, ""))
        for name, field in form.base_fields.items()
    )
    return [
        Difference(f"{within}{field.label}", raw_in_words(field, theirs), raw_in_words(field, mine))
        for field, theirs, mine in pairs
        if theirs != mine
    ]
