"""What a lead or a reviewer fills in to say who reviews."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.absences import away_on, colleagues_in_role, who_is_there
from accounts.models import Membership
from applications.bulk_assignment import needs_reasons
from applications.legal_day import legal_day
from applications.models import Case
from applications.review_forms import ActForm, words


def colleague_choices(by: Membership, *, but: int | None = None) -> list[tuple[str, str]]:
    """Officers of the organisation by name; who is away with whom their cases reach: 2 queries."""
    colleagues = list(colleagues_in_role(by))
    away = away_on(by.organisation_id, legal_day(timezone.now()))
    names = {one.pk: str(one.user) for one in colleagues}

    def label(one: Membership) -> str:
        if one.pk not in away:
            return names[one.pk]
        reached = names.get(who_is_there(one.pk, away) or 0)
        said = (
            gettext("%(name)s: away, goes to %(other)s") if reached else gettext("%(name)s: away")
        )
        return said % {"name": names[one.pk], "other": reached}

    return [(str(one.pk), label(one)) for one in colleagues if one.pk != but]


class ToColleague(forms.Form):
    """``to`` is the key of a colleague's membership; the workflow says whether they may."""

    to = forms.TypedChoiceField(
        label=_("Officer"),
        coerce=int,
        error_messages={"required": _("Choose an officer")},
    )

    by: Membership | None

    def offer(self) -> None:
        found = colleague_choices(self.by) if self.by else []
        self.fields["to"].choices = [("", _("Choose")), *found]  # type: ignore[attr-defined]


class AssignForm(ActForm, ToColleague):
    reasons = words(
        _("Words to the officer"),
        rows=2,
        help_text=_("Optional. Your colleagues and the ministry read it; the applicant does not."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.order_fields(["to", "reasons"])
        self.offer()


class ReassignForm(ActForm, ToColleague):
    reasons = words(
        _("Why another officer?"),
        required=_("Say why another officer reviews the case"),
        rows=2,
        help_text=_("Your colleagues and the ministry read it; the applicant does not."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.order_fields(["to", "reasons"])
        self.offer()


class ReleaseForm(ActForm):
    reasons = words(
        _("Why is the case given back?"),
        required=_("Say why the case is given back"),
        rows=2,
        help_text=_("Your colleagues and the ministry read it; the applicant does not."),
    )


class BulkAssignForm(ToColleague):
    """``cases`` are those that the page names; ``batch`` names this giving out."""

    marks_optional = False

    reasons = words(
        _("Words to the officer"),
        rows=2,
        help_text=_(
            "Needed for cases that a colleague reviews now."
            " Your colleagues and the ministry read it; the applicant does not."
        ),
    )
    batch = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, by: Membership, cases: Sequence[Case], **options: Any) -> None:
        super().__init__(*args, **options)
        self.by, self.cases = by, cases
        self.order_fields(["to", "reasons", "batch"])
        self.offer()

    def clean(self) -> dict[str, Any]:
        said = str(self.cleaned_data.get("reasons") or "").strip()
        if not said and any(needs_reasons(case) for case in self.cases):
            self.add_error("reasons", _("Say why another officer reviews the cases"))
        return self.cleaned_data


NOBODY = "nobody"


class HandOverForm(forms.Form):
    """Where the open cases of a leaver go; ``cleaned_to`` is None for nobody."""

    marks_optional = False

    to = forms.ChoiceField(
        label=_("Where do the cases go?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose where the cases go")},
    )

    def __init__(self, *args: Any, by: Membership, leaver: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        nobody = (NOBODY, _("To nobody: any officer may take them"))
        found = colleague_choices(by, but=leaver.pk)
        self.fields["to"].choices = [*found, nobody]  # type: ignore[attr-defined]

    @property
    def cleaned_to(self) -> int | None:
        to = self.cleaned_data["to"]
        return None if to == NOBODY else int(to)
