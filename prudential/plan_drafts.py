"""What an organisation has typed of its plan: kept as typed, so that nothing is lost."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Membership
from prudential.breach_errors import WrongState
from prudential.breach_permissions import Act, require_allowed, state_permits
from prudential.models import Breach, PlanDraft, PlanVersion

Answers = dict[str, Any]
MEASURE_FIELDS = ("what", "how", "until", "manager")
MOST_MEASURES = 50
LONGEST = 5_000


def filing_act(breach: Breach) -> Act | None:
    """Which act a plan typed now leads to: the first filing, a revision, or none."""
    return next((act for act in (Act.FILE, Act.REVISE) if state_permits(act, breach)), None)


@transaction.atomic
def save_draft(breach_id: int, answers: Answers, *, by: Membership | None) -> PlanDraft:
    """Keep the answers. Raises NotAllowed, and WrongState where no plan is awaited."""
    breach = Breach.objects.select_for_update().get(pk=breach_id)
    actor = require_allowed(Act.FILE, breach, by)
    if filing_act(breach) is None:
        raise WrongState(breach.state, Act.FILE)
    draft, _created = PlanDraft.objects.update_or_create(
        breach=breach,
        defaults={"answers": answers, "saved_by": actor, "saved_at": timezone.now()},
    )
    return draft


def answers_of(breach: Breach) -> Answers:
    """The draft; else the last plan, to be revised; else an empty one with one measure."""
    draft = PlanDraft.objects.filter(breach=breach).first()
    if draft is not None:
        return dict(draft.answers)
    last = breach.plans.order_by("-ordinal").first()
    return _as_typed(last) if last else {"begins_on": "", "ends_on": "", "measures": [{}]}


def _as_typed(plan: PlanVersion) -> Answers:
    return {
        "begins_on": f"{plan.begins_on:%d.%m.%Y}",
        "ends_on": f"{plan.ends_on:%d.%m.%Y}",
        "measures": [
            {
                "what": measure.what,
                "how": measure.how,
                "until": f"{measure.until:%d.%m.%Y}",
                "manager": measure.manager,
            }
            for measure in plan.measures.order_by("ordinal")
        ],
    }


def posted_answers(data: Any) -> Answers:
    """The plan's fields out of a posted form, cut to what a draft may hold."""
    total = data.get("measures-TOTAL_FORMS", "")
    count = min(int(total), MOST_MEASURES) if total.isdecimal() and len(total) < 4 else 0
    rows = [
        {name: data.get(f"measures-{row}-{name}", "")[:LONGEST] for name in MEASURE_FIELDS}
        for row in range(count)
    ]
    return {
        "begins_on": data.get("begins_on", "")[:50],
        "ends_on": data.get("ends_on", "")[:50],
        "measures": rows or [{}],
    }


def with_row_added(answers: Answers) -> Answers:
    return {**answers, "measures": [*answers["measures"], {}][:MOST_MEASURES]}


def with_row_removed(answers: Answers, row: int) -> Answers:
    left = [typed for place, typed in enumerate(answers["measures"]) if place != row]
    return {**answers, "measures": left or [{}]}


def without_blank_rows(answers: Answers) -> Answers:
    """Rows in which nothing was typed do not count, as long as one is left."""
    typed = [row for row in answers["measures"] if any(str(cell).strip() for cell in row.values())]
    return {**answers, "measures": typed or [{}]}
