"""Which cases a list shows: the filters of its address, one by one, wrong ones left out.

The address's query is the whole state of a list, so that it can be shared, saved and
come back to. A filter that cannot be read is said at its field; the others hold.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Role
from applications.folding import search_words
from applications.forms.identifiers import BusinessNumberField
from applications.forms.parties import LENDER_KINDS
from applications.models import Case, CaseState, OrderEdition
from applications.models.listed_columns import LAST_OPEN_RANK
from applications.orders import RANK_OF_ROLE, WAITING, sort_choices
from languages.forms import AmountField, CountryField, CurrencyField, DayField

OPEN, ALL = "open", "all"
ME, NOBODY, LEFT = "me", "nobody", "left"
FILED_STATES = [(value, name) for value, name in CaseState.choices if value != CaseState.DRAFT]


def reviewer_choices() -> list[tuple[str, Any]]:
    """Everybody who reviews or reviewed a case, by name; those who left too."""
    reviewers = Membership.objects.filter(role=Role.AGENT_OFFICER).select_related("user")
    people = [(str(one.pk), one.user.full_name) for one in reviewers.order_by("user__full_name")]
    return [
        ("", _("Anybody")),
        (ME, _("I")),
        (NOBODY, _("Nobody yet")),
        (LEFT, _("Who has left")),
        *people,
    ]


def edition_choices() -> list[tuple[str, Any]]:
    editions = OrderEdition.objects.order_by("effective_from")
    return [("", _("Any")), *((edition.code, str(edition)) for edition in editions)]


class CaseFilters(forms.Form):
    """The officers' filters; all optional. ``membership`` is who reads the list."""

    marks_optional = False

    q = forms.CharField(
        label=_("Number, BIN, organisation, buyer or contract"),
        required=False,
        max_length=200,
        strip=True,
    )
    state = forms.MultipleChoiceField(
        label=_("State"),
        required=False,
        choices=[*FILED_STATES, (ALL, _("All cases"))],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: all open cases"),
    )
    reviewer = forms.ChoiceField(label=_("Reviewer"), required=False, choices=reviewer_choices)
    organisation = BusinessNumberField(
        label=_("Exporter's BIN or IIN"), required=False, max_length=40
    )
    country = CountryField(label=_("Buyer's country"), required=False)
    currency = CurrencyField(label=_("Currency"), required=False)
    amount_from = AmountField(label=_("Amount from"), required=False)
    amount_to = AmountField(label=_("Amount to"), required=False)
    submitted_from = DayField(label=_("Submitted from"), required=False)
    submitted_to = DayField(label=_("Submitted until"), required=False)
    lender_kind = forms.ChoiceField(
        label=_("Kind of lender"), required=False, choices=[("", _("Any")), *LENDER_KINDS]
    )
    edition = forms.ChoiceField(
        label=_("Edition of the order"), required=False, choices=edition_choices
    )
    overdue = forms.ChoiceField(
        label=_("Time limit"),
        required=False,
        choices=[("", _("Any")), ("1", _("Only overdue cases"))],
    )
    sort = forms.ChoiceField(label=_("Order"), required=False, choices=sort_choices)

    def __init__(self, data: QueryDict, *, membership: Membership, **options: Any) -> None:
        super().__init__(data, **options)
        self.membership, self.sent = membership, data

    def clean(self) -> dict[str, Any]:
        for lower, upper, said in (
            ("amount_from", "amount_to", _("Enter an amount not below the first one")),
            ("submitted_from", "submitted_to", _("Enter a day not before the first one")),
        ):
            first, last = self.cleaned_data.get(lower), self.cleaned_data.get(upper)
            if first is not None and last is not None and last < first:
                self.add_error(upper, said)
        return self.cleaned_data

    @cached_property
    def chosen(self) -> dict[str, Any]:
        """What is filtered by, of what could be read."""
        self.is_valid()
        return {
            name: value for name, value in self.cleaned_data.items() if value not in (None, "", [])
        }

    @property
    def order(self) -> str:
        return str(self.chosen.get("sort", WAITING))

    @property
    def narrows(self) -> bool:
        return bool(set(self.chosen) - {"sort"})

    @property
    def narrows_further(self) -> bool:
        """Whether a filter beyond words and state is used, or wrong."""
        return bool((set(self.chosen) | set(self.errors)) - {"sort", "q", "state"})

    def query(self, **changes: str) -> str:
        """The address's query of what could be read, in the fields' order."""
        sent = {name: self.sent.getlist(name) for name in self.fields if name in self.chosen}
        return urlencode({**sent, **changes}, doseq=True)

    def query_without_sort(self) -> str:
        sent = QueryDict(self.query(), mutable=True)
        sent.pop("sort", None)
        return sent.urlencode()

    def told(self) -> dict[str, list[str]]:
        """What was filtered by, for the record: as it was sent, of what could be read."""
        return {name: self.sent.getlist(name) for name in self.chosen}


def filtered(
    cases: QuerySet[Case], chosen: Mapping[str, Any], membership: Membership
) -> QuerySet[Case]:
    """The cases that every filter lets through."""
    cases = in_states(cases, chosen.get("state", []), RANK_OF_ROLE[Role(membership.role)])
    for name, value in chosen.items():
        if name in _CONDITIONS:
            cases = cases.filter(_CONDITIONS[name](value))
    if reviewer := chosen.get("reviewer"):
        cases = cases.filter(_reviewed_by(reviewer, membership))
    return matching(cases, chosen.get("q", ""))


def in_states(cases: QuerySet[Case], states: list[str], rank: str) -> QuerySet[Case]:
    if ALL in states:
        return cases
    if not states:
        return cases.filter(**{f"{rank}__lte": LAST_OPEN_RANK})
    return cases.filter(state=states[0]) if len(states) == 1 else cases.filter(state__in=states)


def matching(cases: QuerySet[Case], words: str) -> QuerySet[Case]:
    """Cases that have every word somewhere; signs alone are found nowhere."""
    looked_for = search_words(words)
    if words and not looked_for:
        return cases.none()
    for word in looked_for:
        cases = cases.filter(search_text__contains=word)
    return cases


def _reviewed_by(reviewer: str, membership: Membership) -> Q:
    if reviewer == NOBODY:
        return Q(reviewer=None)
    if reviewer == LEFT:
        left = Membership.objects.filter(role=Role.AGENT_OFFICER).exclude(
            pk__in=Membership.objects.active().values("pk")
        )
        return Q(reviewer__in=left)
    return Q(reviewer__user=membership.user_id) if reviewer == ME else Q(reviewer=int(reviewer))


def _day_begins(day: Any) -> datetime:
    """Legal days begin at the portal's midnight."""
    return timezone.make_aware(datetime.combine(day, time.min))


def _is_overdue() -> Q:
    return Q(pk__in=Case.objects.overdue(timezone.localdate()).values("pk"))


_CONDITIONS: dict[str, Callable[[Any], Q]] = {
    "organisation": lambda number: Q(organisation__business_number=number),
    "country": lambda code: Q(buyer_country=code),
    "currency": lambda code: Q(financing_currency=code),
    "amount_from": lambda amount: Q(financing_amount__gte=amount),
    "amount_to": lambda amount: Q(financing_amount__lte=amount),
    "submitted_from": lambda day: Q(submitted_at__gte=_day_begins(day)),
    "submitted_to": lambda day: Q(submitted_at__lt=_day_begins(day + timedelta(days=1))),
    "lender_kind": lambda kind: Q(lender_kind=kind),
    "edition": lambda code: Q(edition__code=code),
    "overdue": lambda _chosen: _is_overdue(),
}
