"""Named views of the cases' list: kept, renamed, shared, deleted, opened with.

A view holds filters only: who opens it sees their own cases through it, and ``me`` is
the reader. Refusals are typed: ``NotAllowed``, ``NameTaken``, ``SavedView.DoesNotExist``.
"""

from django.db import IntegrityError, transaction
from django.http import QueryDict

from accounts.models import Membership, Role
from applications.case_errors import NotAllowed
from applications.case_filters import CaseFilters
from applications.models import DefaultView, SavedView

ROLES = (Role.AGENT_OFFICER, Role.MINISTRY_OFFICER)


class NameTaken(Exception):
    """The person has a view of this name."""


def checked_query(query: str, membership: Membership) -> str:
    """Of an address's query the filters that can be read, in one order; nothing else."""
    return CaseFilters(QueryDict(query), membership=membership).query()


@transaction.atomic
def save_view(*, name: str, query: str, is_shared: bool, by: Membership) -> SavedView:
    """Keep the filters of ``query`` under a name, for oneself or for colleagues too."""
    _require_officer(by)
    view = SavedView(
        owner=by,
        organisation_id=by.organisation_id,
        role=by.role,
        name=name.strip(),
        query=checked_query(query, by),
        is_shared=is_shared,
    )
    return _named(view)


@transaction.atomic
def change_view(view_id: int, *, name: str, is_shared: bool, by: Membership) -> SavedView:
    """Rename one's own view, share it or share it no longer."""
    view = _own_view(view_id, by)
    view.name, view.is_shared = name.strip(), is_shared
    if not is_shared:
        DefaultView.objects.filter(view=view).exclude(membership=by).delete()
    return _named(view)


@transaction.atomic
def delete_view(view_id: int, *, by: Membership) -> None:
    """One's own only; whoever opened with it opens with the plain list again."""
    _own_view(view_id, by).delete()


@transaction.atomic
def open_with(view_id: int | None, *, by: Membership) -> None:
    """The list opens with a visible view from now on, with None as it comes."""
    _require_officer(by)
    if view_id is None:
        DefaultView.objects.filter(membership=by).delete()
        return
    view = SavedView.objects.visible_to(by).get(pk=view_id)
    DefaultView.objects.update_or_create(membership=by, defaults={"view": view})


def default_view(membership: Membership) -> SavedView | None:
    """What the list opens with, as long as the membership may see it."""
    chosen = DefaultView.objects.filter(membership=membership).values("view")
    visible = SavedView.objects.visible_to(membership)
    return visible.filter(pk__in=chosen).first()


def _require_officer(by: Membership) -> None:
    current = Membership.objects.active().filter(pk=by.pk).first()
    if current is None or current.role not in ROLES:
        raise NotAllowed("wrong_role")


def _own_view(view_id: int, by: Membership) -> SavedView:
    _require_officer(by)
    view = SavedView.objects.visible_to(by).select_for_update().get(pk=view_id)
    if view.owner_id != by.pk:
        raise NotAllowed("foreign_view")
    return view


def _named(view: SavedView) -> SavedView:
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as error:
        raise NameTaken(view.name) from error
    return view
