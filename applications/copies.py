"""A new draft with the answers of an earlier application; what belongs to that one stays away."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from accounts.models import Membership, Role
from applications.case_errors import NotAllowed, WrongState
from applications.form_sections import ANSWERED_SECTIONS, Section
from applications.forms.base import Text
from applications.list_columns import keep_draft_columns
from applications.models import Case, DraftSection
from applications.section_sheets import Raw

LONGEST_KEY = 36


@dataclass(frozen=True)
class CopiedSection:
    """What a copy takes over of a section, and what is to be answered anew, by label."""

    section: Section
    taken: tuple[Text, ...]
    anew: tuple[Text, ...]


@transaction.atomic
def copy_application(case_id: int, *, key: str, by: Membership) -> Case:
    """A new draft of the organisation with the case's answers, whatever state the case is in.

    ``key`` names the wish: asked again with the same one, it is the same draft.
    Raises Case.DoesNotExist, NotAllowed, WrongState of one whose answers are erased.
    """
    origin = Case.objects.visible_to(by).select_for_update().get(pk=case_id)
    if by.role != Role.APPLICANT:
        raise NotAllowed("wrong_role")
    if origin.erased_at is not None:
        raise WrongState(origin.state, "copy")
    made = Case.objects.filter(copied_from=origin, copy_key=key).first()
    return made or _copied(origin, key, by)


def _copied(origin: Case, key: str, by: Membership) -> Case:
    case = Case.objects.create(
        organisation=by.organisation,
        created_by=by,
        is_demo=by.organisation.is_demo,
        copied_from=origin,
        copy_key=key,
    )
    stored = {section.section: section.answers for section in origin.sections.all()}
    for section in ANSWERED_SECTIONS:
        if answers := copied_answers(section, stored.get(section.code, {})):
            DraftSection.objects.create(
                case=case, section=section.code, answers=answers, updated_by=by
            )
            if section.code == "buyer":
                keep_draft_columns(case, answers)
    return case


def copied_answers(section: Section, raw: Raw) -> Raw:
    """Raw answers of a section for its copy: those to be given anew are empty, tables that
    hold nothing else too. Empty when nothing is taken over.
    """
    copied: Raw = {}
    if section.form:
        copied.update(_copied_fields(section, section.form.base_fields, raw))
    if section.rows:
        rows = [_copied_row(section, row) for row in raw.get(section.rows_key, [])]
        copied[section.rows_key] = [row for row in rows if any(row.values())]
    return copied if any(copied.values()) else {}


def _copied_row(section: Section, row: Raw) -> Raw:
    return _copied_fields(section, section.rows.form.base_fields, row) if section.rows else {}


def _copied_fields(section: Section, names: Iterable[str], raw: Raw) -> Raw:
    return {name: "" if name in section.anew else raw.get(name, "") for name in names}


def copied_sections(origin: Case) -> list[CopiedSection]:
    """For the page that says it before it is done; answers not given are on neither side."""
    stored = {section.section: section.answers for section in origin.sections.all()}
    return [_told(section, stored.get(section.code, {})) for section in ANSWERED_SECTIONS]


def _told(section: Section, raw: Raw) -> CopiedSection:
    labels = _labels(section)
    copied = copied_answers(section, raw)
    rows = copied.get(section.rows_key, [])
    taken = [name for name in labels if copied.get(name) or any(row.get(name) for row in rows)]
    anew = [name for name in labels if name in section.anew]
    return CopiedSection(
        section, tuple(labels[name] for name in taken), tuple(labels[name] for name in anew)
    )


def _labels(section: Section) -> dict[str, Text]:
    fields = dict(section.form.base_fields) if section.form else {}
    if section.rows:
        fields |= section.rows.form.base_fields
    return {name: field.label or name for name, field in fields.items()}
