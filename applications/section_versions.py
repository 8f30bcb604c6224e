"""The versions that a draft's section went through: what an open page began with."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from accounts.models import Membership
from applications.models import Case, DraftSection, SectionVersion
from applications.section_sheets import Raw

VERSIONS_KEPT = 200  # of a section: a page left open longer than these is asked about more
THINNED_EVERY = 20


class Outdated(Exception):
    """The same page has sent newer answers, which arrived earlier."""


@dataclass(frozen=True)
class OpenPage:
    """A page in somebody's browser: its random name, and how many-eth send this is.

    It never conflicts with itself, not even when the answer to a send was lost.
    """

    name: str = ""
    sequence: int = 0
    shows_entries: bool = True


NO_PAGE = OpenPage()


def base_of(stored: DraftSection, expected: int, page: OpenPage) -> tuple[int, Raw | None]:
    """What ``page`` began with: its version and answers, None when they are not kept any more.

    What the page itself saved directly over the version it knew is its own new beginning.
    Raises Outdated.
    """
    if stored.version == 0:
        return 0, {}
    history = _since(stored, expected)
    known = history.pop(expected, None)
    base = expected, _answers(expected, known)
    for version in sorted(history):
        saved = history[version]
        if not page.name or saved.page != page.name or version != base[0] + 1:
            break
        if saved.sequence >= page.sequence:
            raise Outdated
        base = version, saved.answers
    if known is not None and _is_newer(known, page):
        raise Outdated
    return base


def _is_newer(saved: SectionVersion, page: OpenPage) -> bool:
    return bool(page.name) and saved.page == page.name and saved.sequence >= page.sequence


def _answers(version: int, known: SectionVersion | None) -> Raw | None:
    if known is not None:
        return dict(known.answers)
    return {} if version == 0 else None


def answers_at(stored: DraftSection, version: int) -> Raw | None:
    """What the section held in a version; nothing at all in version 0, None: not kept any more."""
    if version == stored.version:
        return dict(stored.answers)
    return _answers(version, _versions(stored).filter(version=version).first())


def _since(stored: DraftSection, version: int) -> dict[int, SectionVersion]:
    """The versions from ``version`` on by number, the present one among them."""
    present = _as_version(stored)
    if version == stored.version:
        return {version: present}
    earlier = _versions(stored).filter(version__gte=version)
    return {**{kept.version: kept for kept in earlier}, stored.version: present}


def _versions(stored: DraftSection) -> QuerySet[SectionVersion]:
    return SectionVersion.objects.filter(case_id=stored.case_id, section=stored.section)


def _as_version(stored: DraftSection) -> SectionVersion:
    return SectionVersion(
        case_id=stored.case_id,
        section=stored.section,
        version=stored.version,
        answers=stored.answers,
        saved_by=stored.updated_by,
        saved_at=stored.updated_at,
        page=stored.page,
        sequence=stored.sequence,
    )


def keep_replaced(stored: DraftSection) -> None:
    """Keep what is about to be replaced. Call inside the transaction that replaces it."""
    if stored.version == 0:
        return
    _as_version(stored).save(force_insert=True)
    if stored.version % THINNED_EVERY == 0:
        _versions(stored).filter(version__lte=stored.version - VERSIONS_KEPT).delete()


def forget_versions(case: Case) -> None:
    """The draft is submitted: what led to it is nobody's business any more."""
    case.section_versions.all().delete()


@dataclass(frozen=True)
class Saver:
    """Who saved last, and when."""

    name: str
    at: datetime


def savers_since(stored: DraftSection, version: int) -> list[Saver]:
    """Who saved the section after ``version``, each person once, the latest last."""
    kept = _versions(stored).filter(version__gt=version).select_related("saved_by__user")
    found: dict[Membership, Saver] = {}
    for saved in [*kept, _as_version(stored)]:
        found.pop(saved.saved_by, None)
        found[saved.saved_by] = Saver(saved.saved_by.user.shown_name, saved.saved_at)
    return list(found.values())
