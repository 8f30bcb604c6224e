"""Business acts on revisions of the lending terms.

One function an act: it locks the revision, checks the permission (NotAllowed), then
the state (WrongState), writes, and adds an event. Rows of a revision that is not a
draft are never touched, so what is or was in force stays as it was.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import Membership, Role
from programs.models import Programme, Revision, RevisionEvent, RevisionState, TermsRow
from programs.revision_errors import (
    BaseIsNotLatest,
    IncompleteRevision,
    NotAfterTheLatest,
    NotAllowed,
    NothingToUndo,
    RowsRefused,
    SecondPersonNeeded,
    WrongState,
)

Kind = RevisionEvent.Kind
ROW_FIELDS = (*TermsRow.KEY_FIELDS, *TermsRow.VALUE_FIELDS)


@transaction.atomic
def draft_revision(*, by: Membership, undo_latest: bool = False) -> Revision:
    """A draft of the next revision: the rows in force, or those before the latest one.

    ``undo_latest`` drafts the way back: the latest revision stays as it is and the new
    one, once approved, restores the rows it replaced. Raises NothingToUndo.
    """
    _check_administrator(by)
    latest = Revision.objects.latest_approved()
    rows_of = latest
    if undo_latest:
        if latest is None or latest.base_id is None:
            raise NothingToUndo
        rows_of = latest.base
    revision = Revision.objects.create(
        number=latest.number + 1 if latest else 1,
        base=latest,
        undoes=latest if undo_latest else None,
        drafted_by=by,
    )
    _copy_rows(rows_of, revision)
    _write_event(revision, Kind.DRAFTED, by)
    return revision


@transaction.atomic
def set_header(
    revision_id: int,
    *,
    by: Membership,
    number: int,
    decision: str,
    decided: date | None,
    effective_from: date | None,
    summary: dict[str, str],
) -> Revision:
    """Number, decision and day of effect of a draft. Raises ValidationError by field."""
    revision = _own_draft(revision_id, by)
    values = {
        "number": number,
        "decision": decision,
        "decided": decided,
        "effective_from": effective_from,
        "summary": summary,
    }
    before = {name: _plain(getattr(revision, name)) for name in values}
    for name, value in values.items():
        setattr(revision, name, value)
    revision.full_clean(exclude=["state"])
    revision.save(update_fields=list(values))
    _write_event(revision, Kind.HEADER_SET, by, _changed(before, values))
    return revision


@transaction.atomic
def edit_row(row_id: int, *, by: Membership, values: dict[str, Any]) -> TermsRow:
    """Give a draft's row new values, key fields included; others stay.

    Raises ValidationError by field for a value that is no value of its field or a key
    that another row has. Without a change nothing is written.
    """
    row = _row_of_own_draft(row_id, by)
    before = {name: _plain(getattr(row, name)) for name in ROW_FIELDS}
    _set_values(row, values)
    changed = _changed(before, {name: getattr(row, name) for name in ROW_FIELDS})
    if changed:
        row.save()
        _write_event(row.revision, Kind.ROW_CHANGED, by, {"row": _key(row), "fields": changed})
    return row


@transaction.atomic
def edit_rows(revision_id: int, values: dict[int, dict[str, Any]], *, by: Membership) -> int:
    """Give several rows of a draft new values, all or none; how many changed.

    ``values`` by the row's id. Raises RowsRefused with the faults of every row.
    """
    revision = _own_draft(revision_id, by)
    faults: dict[int, ValidationError] = {}
    before = revision.events.count()
    for row in revision.rows.filter(pk__in=values).order_by("pk"):
        try:
            edit_row(row.pk, by=by, values=values[row.pk])
        except ValidationError as error:
            faults[row.pk] = error
    if faults:
        raise RowsRefused(faults)
    return revision.events.count() - before


def edit_field(row_id: int, field: str, value: Any, *, by: Membership) -> TermsRow:
    """Change one cell of a draft; ``value`` may be text, as typed without spaces."""
    return edit_row(row_id, by=by, values={field: value})


@transaction.atomic
def add_row(
    revision_id: int, *, by: Membership, programme: Programme, values: dict[str, Any]
) -> TermsRow:
    """A new row at the end of a programme's terms. Raises ValidationError by field."""
    revision = _own_draft(revision_id, by)
    last = revision.rows.filter(programme=programme).order_by("ordinal").last()
    row = TermsRow(revision=revision, programme=programme, ordinal=last.ordinal + 1 if last else 1)
    _set_values(row, values)
    row.save()
    _write_event(revision, Kind.ROW_ADDED, by, {"row": _key(row)})
    return row


@transaction.atomic
def remove_row(row_id: int, *, by: Membership) -> None:
    """Take a row out of a draft; the revision it was copied from keeps its own."""
    row = _row_of_own_draft(row_id, by)
    values = {name: _plain(getattr(row, name)) for name in ROW_FIELDS}
    _write_event(row.revision, Kind.ROW_REMOVED, by, {"row": _key(row), "values": values})
    row.delete()


@transaction.atomic
def propose(revision_id: int, *, by: Membership) -> Revision:
    """Close a complete draft to edits and put it before a second person."""
    revision = _own_draft(revision_id, by)
    _check_complete(revision)
    _check_follows_latest(revision)
    revision.mark_proposed()
    revision.save()
    _write_event(revision, Kind.PROPOSED, by)
    return revision


@transaction.atomic
def approve(revision_id: int, *, by: Membership) -> Revision:
    """Approve as a second person: from its day of effect on the revision is in force.

    Raises SecondPersonNeeded for the drafter, BaseIsNotLatest where another revision
    was approved since, NotAfterTheLatest for a day that does not follow.
    """
    revision = _proposed(revision_id, by)
    _check_complete(revision)
    _check_follows_latest(revision)
    revision.mark_approved(by)
    revision.save()
    _write_event(revision, Kind.APPROVED, by)
    return revision


@transaction.atomic
def reject(revision_id: int, *, by: Membership, reason: str) -> Revision:
    """Turn a proposal down, with the reason, as a second person."""
    revision = _proposed(revision_id, by)
    revision.mark_rejected(reason)
    revision.save()
    _write_event(revision, Kind.REJECTED, by, reason=reason)
    return revision


@transaction.atomic
def withdraw(revision_id: int, *, by: Membership) -> Revision:
    """The drafter gives a draft or a proposal up; its rows stay to be read."""
    revision = _locked(revision_id)
    _check_drafter(revision, by)
    _check_state(revision, RevisionState.DRAFT, RevisionState.PROPOSED)
    revision.mark_withdrawn()
    revision.save()
    _write_event(revision, Kind.WITHDRAWN, by)
    return revision


def may_edit(revision: Revision, membership: Membership | None) -> bool:
    """For pages: would an edit by this membership be accepted?"""
    return revision.state == RevisionState.DRAFT and _is_drafter(revision, membership)


def may_decide(revision: Revision, membership: Membership | None) -> bool:
    """For pages: is this membership a second person before a proposal?"""
    is_second = _is_administrator(membership) and not _is_drafter(revision, membership)
    return revision.state == RevisionState.PROPOSED and is_second


def may_withdraw(revision: Revision, membership: Membership | None) -> bool:
    """For pages: is it one's own and still open?"""
    is_open = revision.state in (RevisionState.DRAFT, RevisionState.PROPOSED)
    return is_open and _is_drafter(revision, membership)


def _locked(revision_id: int) -> Revision:
    return Revision.objects.select_for_update().get(pk=revision_id)


def _own_draft(revision_id: int, by: Membership) -> Revision:
    revision = _locked(revision_id)
    _check_drafter(revision, by)
    _check_state(revision, RevisionState.DRAFT)
    return revision


def _row_of_own_draft(row_id: int, by: Membership) -> TermsRow:
    row = TermsRow.objects.select_related("programme").get(pk=row_id)
    row.revision = _own_draft(row.revision_id, by)
    return row


def _proposed(revision_id: int, by: Membership) -> Revision:
    revision = _locked(revision_id)
    _check_administrator(by)
    if _same_person(revision, by):
        raise SecondPersonNeeded
    _check_state(revision, RevisionState.PROPOSED)
    return revision


def _is_administrator(membership: Membership | None) -> bool:
    return (
        membership is not None
        and membership.role == Role.PROGRAMME_ADMIN
        and membership.ended_at is None
        and membership.user.is_active
    )


def _check_administrator(by: Membership) -> None:
    if not _is_administrator(by):
        raise NotAllowed


def _same_person(revision: Revision, membership: Membership) -> bool:
    drafter = revision.drafted_by
    return drafter is not None and drafter.user_id == membership.user_id


def _is_drafter(revision: Revision, membership: Membership | None) -> bool:
    if membership is None or not _is_administrator(membership):
        return False
    return _same_person(revision, membership)


def _check_drafter(revision: Revision, by: Membership) -> None:
    if not _is_drafter(revision, by):
        raise NotAllowed


def _check_state(revision: Revision, *states: RevisionState) -> None:
    if revision.state not in states:
        raise WrongState(revision.state)


def _check_complete(revision: Revision) -> None:
    names = ("decision", "decided", "effective_from")
    if missing := [name for name in names if not getattr(revision, name)]:
        raise IncompleteRevision(missing)


def _check_follows_latest(revision: Revision) -> None:
    """One chain: drafted from the latest approved revision, later in number and day."""
    if revision.base_id is not None:
        _locked(revision.base_id)  # of two approvals the second waits here, then sees the first
    latest = Revision.objects.latest_approved()
    if (latest.pk if latest else None) != revision.base_id:
        raise BaseIsNotLatest(latest.number if latest else None)
    if latest is None or latest.effective_from is None:
        return
    if revision.number <= latest.number:
        raise NotAfterTheLatest("number", latest.number)
    if revision.effective_from is None or revision.effective_from <= latest.effective_from:
        raise NotAfterTheLatest("effective_from", latest.effective_from)


def _copy_rows(source: Revision | None, target: Revision) -> None:
    if source is None:
        return
    rows = list(source.rows.all())
    for row in rows:
        row.pk = None
        row.revision = target
    TermsRow.objects.bulk_create(rows)


def _set_values(row: TermsRow, values: dict[str, Any]) -> None:
    if unknown := set(values) - set(ROW_FIELDS):
        raise ValidationError(dict.fromkeys(sorted(unknown), "unknown"))
    for name, value in values.items():
        setattr(row, name, value)
    row.full_clean()


def _key(row: TermsRow) -> dict[str, str]:
    codes = {name: getattr(row, name) for name in TermsRow.KEY_FIELDS}
    return {"programme": row.programme.paragraph, **codes}


def _changed(before: dict[str, Any], after: dict[str, Any]) -> dict[str, list[Any]]:
    plain = {name: _plain(value) for name, value in after.items()}
    return {name: [before[name], plain[name]] for name in plain if before[name] != plain[name]}


def _plain(value: Any) -> Any:
    """As it stands in an event: 7 and 7.00 percent are the same."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value.isoformat() if isinstance(value, date) else value


def _write_event(
    revision: Revision,
    kind: RevisionEvent.Kind,
    by: Membership,
    details: dict[str, Any] | None = None,
    reason: str = "",
) -> None:
    RevisionEvent.objects.create(
        revision=revision, kind=kind, membership=by, details=details or {}, reason=reason
    )
