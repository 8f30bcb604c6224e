"""Why an act about a breach is refused: typed, so that pages can say what to do."""

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from prudential.plan_content import PlanFault


class NotAllowed(PermissionDenied):
    """This person, acting as this membership, may not do this about this breach.

    ``code`` is one of ``no_membership``, ``wrong_role``, ``foreign_breach``, ``filed_it``.
    """

    explanations: dict[str, str | Promise] = {
        "no_membership": _("Choose the organisation you act for."),
        "wrong_role": _("Your role does not do this."),
        "foreign_breach": _("This breach belongs to another organisation."),
        "filed_it": _("You filed this plan, so somebody else must answer it."),
    }

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    @property
    def explanation(self) -> str | Promise:
        return self.explanations[self.code]


class BreachRefusal(Exception):
    """The act is refused though the person may do it; nothing was changed."""

    explanation: str | Promise = ""


class WrongState(BreachRefusal):
    """The breach is not in a state from which this act leads on."""

    explanation = _("The matter has moved on, so this can no longer be done.")

    def __init__(self, state: str, act: str) -> None:
        super().__init__(f"{act} from {state}")
        self.state, self.act = state, act


class BreachMovedOn(BreachRefusal):
    """Something happened since the page the act came from was opened."""

    explanation = _("Something has happened since you opened the page. Read it again, then decide.")


class MissingWords(BreachRefusal):
    """An act that must be explained came without words."""

    explanation = _("Explain in words.")


class NotBackYet(BreachRefusal):
    """No later register shows the share back at or below the limit."""

    explanation = _("No later register shows the share back at or below the limit yet.")


class InvalidPlan(BreachRefusal):
    """A plan that lacks what the act asks for; ``faults`` say what and where."""

    explanation = _("The plan is not complete: correct what is marked.")

    def __init__(self, faults: list[PlanFault]) -> None:
        super().__init__(", ".join(f"{fault.row}:{fault.field}:{fault.code}" for fault in faults))
        self.faults = faults
