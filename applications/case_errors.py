"""Why an act on a case is refused: typed, so that pages can say what to do."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from languages.amounts import format_date
from languages.text import current_language


class NotAllowed(PermissionDenied):
    """This person, acting as this membership, may not do this to this case.

    ``code`` is one of ``no_membership``, ``wrong_role``, ``foreign_case``,
    ``not_the_reviewer``, ``is_the_reviewer``, ``filed_it``, ``concluded_it``, ``foreign_view``,
    ``decided_before``, ``proposed_it``, ``not_with_you``, ``of_the_applicant``, ``not_a_lead``.
    """

    explanations: dict[str, str | Promise] = {
        "no_membership": _("Choose the organisation you act for."),
        "wrong_role": _("Your role does not do this."),
        "foreign_case": _("This case belongs to another organisation."),
        "not_the_reviewer": _("Another officer reviews this case."),
        "is_the_reviewer": _("You review this case already."),
        "filed_it": _("You filed this application, so somebody else must handle it."),
        "concluded_it": _("You wrote a conclusion on this case, so somebody else must decide."),
        "foreign_view": _("This view is a colleague's."),
        "decided_before": _(
            "You took the decision that was cancelled, so somebody else must decide anew."
        ),
        "not_with_you": _("The case is with other officers now, so they answer the applicant."),
        "of_the_applicant": _("You act for the applicant too, so notes on it are not yours."),
        "not_a_lead": _("Cases are given out by who may assign them."),
        "proposed_it": _("You proposed the reopening, so somebody else must confirm or reject it."),
    }

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    @property
    def explanation(self) -> str | Promise:
        return self.explanations[self.code]


class CaseRefusal(Exception):
    """The act is refused though the person may do it; nothing was changed."""

    explanation: str | Promise = ""


class WrongState(CaseRefusal):
    """The case is not in a state from which this act leads on."""

    explanation = _("The case has moved on, so this can no longer be done.")

    def __init__(self, state: str, act: str) -> None:
        super().__init__(f"{act} from {state}")
        self.state, self.act = state, act


class CaseMovedOn(CaseRefusal):
    """Something happened to the case since the page the act came from was opened."""

    explanation = _(
        "Something has happened to the case since you opened the page. Read it again, then decide."
    )


class OrganisationNotConfirmed(CaseRefusal):
    explanation = _(
        "The financial agent has not confirmed your organisation yet."
        " You can submit as soon as it has."
    )


class OrderNotInForce(CaseRefusal):
    explanation = _("No edition of the order is in force on this day, so nothing can be filed.")


class ReferenceRateUnknown(CaseRefusal):
    """No reference rate is known for the case's currency and day."""

    explanation = _(
        "The reference rate of the case is not known. Once it has been entered,"
        " the financial agent recomputes the case."
    )


class TermTooLong(CaseRefusal):
    """The financing runs longer than the norm lets a subsidy run."""

    explanation = _(
        "The term is longer than what is subsidised, so the case cannot be approved:"
        " refuse it or send it back to the financial agent."
    )


class DocumentInfected(CaseRefusal):
    """The scanner found a virus in a filed document since it was filed."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.explanation = _(
            "A virus was found in the document “%(name)s” after it was filed: return or send"
            " back the case, so that the applicant replaces it."
        ) % {"name": name}


class NothingToRecompute(CaseRefusal):
    explanation = _("The reference rate of this case is known and stays as it is.")


class MissingWords(CaseRefusal):
    """An act that must be explained came without remarks, reasons or grounds."""

    explanation = _("Explain in words.")


class UnknownGround(CaseRefusal):
    """A ground of refusal that the list of the day does not have."""

    explanation = _("Choose grounds from the list in force.")


class HearingRequired(CaseRefusal):
    """A hearing before a refusal is in force, and the applicant was not heard."""

    explanation = _(
        "The applicant must be heard first: announce the intended refusal with its grounds."
    )


class HearingNotInForce(CaseRefusal):
    explanation = _("No hearing before a refusal is in force on this day: refuse directly.")


class HearingNotOver(CaseRefusal):
    """Neither has the applicant answered nor has the last day passed."""

    def __init__(self, until: date) -> None:
        super().__init__(until.isoformat())
        self.until = until

    @property
    def explanation(self) -> str:  # type: ignore[override]
        return _("The applicant may answer until %(day)s; refuse after the answer or that day.") % {
            "day": format_date(self.until, current_language())
        }


class GroundNotAnnounced(CaseRefusal):
    """A refusal after a hearing names a ground on which the applicant was not heard."""

    explanation = _("Refuse on the grounds announced, or on fewer of them.")


class DayOutOfOrder(CaseRefusal):
    """An appeal before the decision, an outcome before its appeal, or a day to come."""

    explanation = _("The day cannot be in the future, nor before what it answers.")


class NotAColleague(CaseRefusal):
    explanation = _("Choose an officer who works in your organisation now.")


class ColleagueFiled(CaseRefusal):
    explanation = _("This officer filed the application, so somebody else must handle it.")


class NobodyIsThere(CaseRefusal):
    """Whom the case is meant for is away, and so is everybody who stands in."""

    explanation = _("This officer is away, and nobody stands in. Choose another one.")


class AlreadyTheirs(CaseRefusal):
    explanation = _("This officer reviews the case already.")
