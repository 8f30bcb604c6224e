"""What people fill in about a breach: the plan with its measures, an answer in words."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from languages.amounts import format_date
from languages.forms import DayField
from languages.text import current_language
from prudential.plan_content import Measure, PlanContent, PlanFault, earliest_end, plan_faults
from prudential.plan_drafts import LONGEST, Answers

PREFIX = "measures"


def words(label: Any, required: Any, *, rows: int = 3, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": required},
        **options,
    )


class PlanTermForm(forms.Form):
    begins_on = DayField(label=_("First day of the plan"))
    ends_on = DayField(label=_("Last day of the plan"))


class MeasureForm(forms.Form):
    what = words(
        _("Measure"),
        _("Say what will be done to bring the overdue debt down"),
        help_text=_("What will bring the debt overdue by more than 90 days down"),
    )
    how = words(_("Order of carrying out"), _("Say how it will be carried out"))
    until = DayField(label=_("Until"), error_messages={"required": _("Say until which day")})
    manager = forms.CharField(
        label=_("Responsible manager"),
        max_length=300,
        help_text=_("Full name and position"),
        error_messages={"required": _("Name the manager who answers for this measure")},
    )


MeasureFormSet = forms.formset_factory(MeasureForm, extra=0)


class PlanForms:
    """The plan's term and its measures as one thing: typed answers in, a plan out."""

    def __init__(self, answers: Answers, *, is_bound: bool) -> None:
        every_row: dict[str, Any] = {"empty_permitted": False, "use_required_attribute": False}
        if is_bound:
            data = _as_data(answers)
            self.term = PlanTermForm(data)
            self.measures = MeasureFormSet(data, prefix=PREFIX, form_kwargs=every_row)
        else:
            self.term = PlanTermForm(initial=answers)
            self.measures = MeasureFormSet(
                initial=answers["measures"], prefix=PREFIX, form_kwargs=every_row
            )

    def content(self) -> PlanContent | None:
        """The plan where it can be filed; else None, with what is wrong at its fields."""
        if not all([self.term.is_valid(), self.measures.is_valid()]):
            return None
        measures = tuple(Measure(**form.cleaned_data) for form in self.measures)
        plan = PlanContent(**self.term.cleaned_data, measures=measures)
        faults = plan_faults(plan)
        for fault in faults:
            self._add_fault(fault, plan)
        return None if faults else plan

    def _add_fault(self, fault: PlanFault, plan: PlanContent) -> None:
        if fault.row is not None:
            self.measures.forms[fault.row].add_error(
                fault.field, _now("Choose a day within the term of the plan")
            )
            return
        earliest = earliest_end(plan.begins_on)
        if earliest is None:
            self.term.add_error("ends_on", _now("The last day must come after the first"))
            return
        told = _now("The plan is too short: it may end on %(day)s at the earliest")
        self.term.add_error("ends_on", told % {"day": format_date(earliest, current_language())})


def _as_data(answers: Answers) -> dict[str, Any]:
    rows = answers["measures"]
    cells = {
        f"{PREFIX}-{place}-{name}": text
        for place, row in enumerate(rows)
        for name, text in row.items()
    }
    count = len(rows)
    return {
        "begins_on": answers["begins_on"],
        "ends_on": answers["ends_on"],
        f"{PREFIX}-TOTAL_FORMS": count,
        f"{PREFIX}-INITIAL_FORMS": count,
        **cells,
    }


class ActForm(forms.Form):
    """``seen`` is the last event on the page, so that nobody decides on a stale one."""

    marks_optional = False

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def details(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


class ApproveForm(ActForm):
    note = forms.CharField(
        label=_("Note in the letter"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Optional"),
    )


class RemarkForm(ActForm):
    remarks = words(
        _("Remarks"),
        _("Write what must be changed in the plan"),
        rows=5,
        help_text=_("They stand in the letter as you write them, each line a paragraph."),
    )


class ObjectForm(ActForm):
    reasons = words(_("Reasons of the objection"), _("Say why you do not agree"), rows=5)
