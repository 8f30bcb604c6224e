"""The applicant's own list: by state, by words, newest or oldest first."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from applications.case_filters import matching
from applications.models import Case, CaseState

ORDERS = {"": ("-pk",), "oldest": ("pk",), "buyer": ("buyer_name", "pk")}


class OwnCaseFilters(forms.Form):
    """All optional; one that cannot be read is said at its field, the others hold."""

    marks_optional = False

    q = forms.CharField(
        label=_("Number, buyer or contract"), required=False, max_length=200, strip=True
    )
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("Any")), *CaseState.choices]
    )
    sort = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[
            ("", _("Newest first")),
            ("oldest", _("Oldest first")),
            ("buyer", _("By the buyer's name")),
        ],
    )

    @cached_property
    def chosen(self) -> dict[str, Any]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def cases_of(self, membership: Membership) -> QuerySet[Case]:
        cases: QuerySet[Case] = Case.objects.visible_to(membership)
        if state := self.chosen.get("state"):
            cases = cases.filter(state=state)
        cases = matching(cases, self.chosen.get("q", ""))
        return cases.order_by(*ORDERS[self.chosen.get("sort", "")])

    def query(self) -> str:
        return urlencode(self.chosen)

    def told(self) -> dict[str, list[str]]:
        """What was filtered by, for the record."""
        return {name: [str(value)] for name, value in self.chosen.items()}
