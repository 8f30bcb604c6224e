"""What a ministry officer fills in to announce a refusal, to refuse, and after a decision."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from applications.appeals import AppealOutcome
from applications.checks.wording import TITLES
from applications.hearings import announced_grounds
from applications.legal_day import legal_day
from applications.models import Case, CaseState, RefusalGround
from applications.refusal_grounds import AGAINST, ground_title, grounds_in_force, suggestions
from applications.reopenings import ReopeningGround
from applications.review_forms import ActForm, LetterForm, words
from languages.forms import DayField
from languages.text import current_language, in_language

GROUND = "ground_"


class GroundsForm(LetterForm):
    """A text for each ground that applies; a ground without a text is not chosen."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.case is not None:
            self.add_grounds(self.case)

    def add_grounds(self, case: Case) -> None:
        """The day's list, what the checks suggest first."""
        speaks_against = suggestions(case)
        grounds = list(grounds_in_force(legal_day(timezone.now())))
        for ground in sorted(grounds, key=lambda g: not speaks_against & {*g.suggested_by}):
            hint = _suggestion(ground, speaks_against)
            title = in_language(ground, "text").text
            self.fields[f"{GROUND}{ground.code}"] = words(title, rows=2, help_text=hint)

    def clean(self) -> dict[str, Any]:
        if not self.errors and not self.grounds():
            self.add_error(self.first_ground(), _("Write a text for at least one ground"))
        return self.cleaned_data

    def first_ground(self) -> str | None:
        return next((name for name in self.fields if name.startswith(GROUND)), None)

    def grounds(self) -> dict[str, str]:
        return {
            name.removeprefix(GROUND): text
            for name, text in self.cleaned_data.items()
            if name.startswith(GROUND) and text
        }

    def details(self) -> dict[str, Any]:
        return {"grounds": self.grounds(), "written_in": self.cleaned_data["written_in"]}


def _suggestion(ground: RefusalGround, speaks_against: frozenset[str]) -> str:
    """Which checks suggest the ground; the conclusion is no check."""
    found = [code for code in ground.suggested_by if code in speaks_against]
    if not found:
        return ""
    said = [
        _now("the agent concluded against") if code == AGAINST else str(TITLES[code])
        for code in found
    ]
    return _now("Suggested, not met: %(checks)s") % {"checks": "; ".join(said)}


class RefuseForm(GroundsForm):
    """After a hearing: the grounds announced, with their texts to begin from."""

    def add_grounds(self, case: Case) -> None:
        if case.state != CaseState.HEARING:
            super().add_grounds(case)
            return
        for ground in announced_grounds(case):
            title = ground_title(ground, current_language())
            self.fields[f"{GROUND}{ground['code']}"] = words(
                title, rows=2, initial=ground["text"], help_text=_("Leave empty to drop it.")
            )


class AppealForm(ActForm):
    appealed_on = DayField(label=_("Date of the appeal"))
    addressed_to = forms.CharField(label=_("To whom it is addressed"), max_length=300)
    asked = words(
        _("What is asked"),
        required=_("Say what the appeal asks for"),
        help_text=_("The applicant reads it in the case."),
    )


class OutcomeForm(ActForm):
    decided_on = DayField(label=_("Date of the outcome"))
    outcome = forms.ChoiceField(
        label=_("Outcome of the appeal"),
        choices=AppealOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how the appeal ended")},
    )
    words = words(
        _("What was decided"),
        required=_("Say what was decided on the appeal"),
        help_text=_("The applicant reads it in the case. The decision itself stays as it is."),
    )


class ProposeReopeningForm(LetterForm):
    ground = forms.ChoiceField(
        label=_("Why the case is to be reopened"),
        choices=ReopeningGround.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why the case is to be reopened")},
    )
    words = words(
        _("In your own words"),
        required=_("Explain why the case is to be reopened"),
        help_text=_("They stand in the letter once another officer has confirmed."),
    )
    citation = forms.CharField(
        label=_("Act on which the reopening rests"),
        help_text=_("Its number, date and place: a court's decision, an order, an article."),
        max_length=500,
        error_messages={"required": _("Cite the act on which the reopening rests")},
    )
    to = forms.ChoiceField(
        label=_("Where the case goes"),
        choices=[
            (CaseState.AGENT_REVIEW, _("To the financial agent, for a new review")),
            (CaseState.AWAITING_DECISION, _("To the ministry, for a new decision")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose where the case goes")},
    )


class RejectReopeningForm(ActForm):
    reasons = words(
        _("Why the decision stays as it is"), required=_("Say why you reject the reopening")
    )
