"""In which order a list of cases stands; every order ends with the key: it never wavers."""

from dataclasses import dataclass

from django.db.models import F, OrderBy, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from applications.models import Case
from languages.text import current_language

WAITING = "waiting"
# Columns by the sort's name; a name's are those of the reader's language.
COLUMNS: dict[str, tuple[str, ...]] = {
    "number": ("number",),
    "organisation": ("organisation__name_{language}",),
    "buyer": ("buyer_name",),
    "amount": ("financing_currency", "financing_amount"),
    "submitted": ("submitted_at",),
    "state": ("state", "submitted_at"),
}
ORDERS = (WAITING, *COLUMNS, *(f"-{name}" for name in COLUMNS))
RANK_OF_ROLE = {Role.AGENT_OFFICER: "agent_rank", Role.MINISTRY_OFFICER: "ministry_rank"}


def in_order(cases: QuerySet[Case], sort: str, role: str) -> QuerySet[Case]:
    """By a name of ORDERS; ``waiting``: what waits for the role first, then the oldest."""
    if sort == WAITING:
        return cases.order_by(RANK_OF_ROLE[Role(role)], "submitted_at", "pk")
    language = "kk" if current_language() == "kk" else "ru"
    columns = [name.format(language=language) for name in COLUMNS[sort.removeprefix("-")]]
    return cases.order_by(*(_directed(name, sort) for name in (*columns, "pk")))


def _directed(column: str, sort: str) -> OrderBy:
    return F(column).desc() if sort.startswith("-") else F(column).asc()


@dataclass(frozen=True)
class SortHeading:
    """A column's heading as a link: ``sort`` is where it leads, ``aria`` how it stands now."""

    label: str | Promise
    sort: str
    aria: str
    numeric: bool = False


HEADINGS: tuple[tuple[str, str | Promise], ...] = (
    ("number", _("Case")),
    ("organisation", _("Who")),
    ("buyer", _("For which buyer")),
    ("amount", _("How much")),
    ("submitted", _("Submitted")),
    ("state", _("State")),
)


def sort_choices() -> list[tuple[str, str]]:
    """The same orders in words, for where no headings are seen: on a phone."""
    up, down = gettext("%(column)s, rising"), gettext("%(column)s, falling")
    choices = [(WAITING, gettext("What waits for us first"))]
    for name, label in HEADINGS:
        choices += [(name, up % {"column": label}), (f"-{name}", down % {"column": label})]
    return choices


def sort_headings(sort: str) -> list[SortHeading]:
    """A click sorts up, the next one down."""
    return [
        SortHeading(
            label,
            f"-{name}" if sort == name else name,
            {name: "ascending", f"-{name}": "descending"}.get(sort, ""),
            numeric=name == "amount",
        )
        for name, label in HEADINGS
    ]
