"""Every word of the letters about a breach, in Kazakh and in Russian, frozen at issue."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Membership, Organisation, OrganisationKind
from languages.amounts import format_amount, format_date
from norms.parameters import NormNotInForce, norm
from prudential.breach_deadlines import legal_day
from prudential.models import Breach, PlanVersion, RatioResult
from prudential.shown_results import ShownResult

LANGUAGES = ("kk", "ru")
Letter = dict[str, Any]


def breach_opened(breach: Breach) -> Letter:
    """To the organisation: figures, limit, paragraph, time limits."""
    return _in_both(_opened, breach)


def breach_corrected(breach: Breach, result: RatioResult) -> Letter:
    """To the organisation: the corrected register is within the limit, nothing is owed."""
    return _in_both(_corrected, breach, result)


def plan_approved(breach: Breach, plan: PlanVersion, by: Membership, note: str) -> Letter:
    """The regulator's approval in writing."""
    return _in_both(_approved, breach, plan, by, note)


def plan_remarks(breach: Breach, plan: PlanVersion, by: Membership, remarks: str) -> Letter:
    """The regulator's remarks in writing."""
    return _in_both(_remarks, breach, plan, by, remarks)


def limit_restored(breach: Breach, back: RatioResult, by: Membership) -> Letter:
    """The organisation's notice to the regulator that the share is back."""
    return _in_both(_restored, breach, back, by)


def regulator() -> Organisation | None:
    """The supervisor as registered in the portal."""
    kind = OrganisationKind.SUPERVISOR
    return Organisation.objects.filter(kind=kind).order_by("pk").first()


def _in_both(build: Callable[..., Letter], breach: Breach, *arguments: Any) -> Letter:
    content: Letter = {"languages": list(LANGUAGES)}
    for language in LANGUAGES:
        with translation.override(language):
            content[language] = {
                "issuer": _regulator_name(language),
                "addressee": _organisation_lines(breach.organisation, language),
                **build(language, breach, *arguments),
            }
    return content


def _opened(language: str, breach: Breach) -> Letter:
    share = ShownResult(breach.result)
    opening = _(
        "On %(day)s the share of microcredits overdue by more than 90 days is %(share)s: the"
        " limit of %(limit)s is exceeded."
    ) % {
        "day": format_date(breach.reporting_date, language),
        "share": share.value,
        "limit": share.limit,
    }
    consequence = _(
        "Exceeding the limit on the reporting date breaches k1, even where k1 itself is met."
    )
    basis = _basis(language, breach.result)
    return {
        "title": _("Breach of a limit"),
        "opening": opening,
        "facts": _facts(language, breach, breach.result),
        "sections": [
            {**basis, "paragraphs": [*basis["paragraphs"], consequence]},
            *_time_limits(language, breach),
        ],
        "next_step": _what_to_do(language, breach),
        "signature": [_("Issued by the portal when the share was computed.")],
    }


def _corrected(language: str, breach: Breach, result: RatioResult) -> Letter:
    share = ShownResult(result)
    opening = _(
        "By the corrected register of %(day)s the share is %(share)s, within the limit of"
        " %(limit)s: breach %(number)s is closed."
    )
    return {
        "title": _("Breach closed after a correction"),
        "opening": opening
        % {
            "day": format_date(breach.reporting_date, language),
            "share": share.value,
            "limit": share.limit,
            "number": breach.number,
        },
        "facts": _facts(language, breach, result),
        "sections": [_basis(language, result)],
        "next_step": _("No action plan is owed for this day. Both registers are kept."),
        "signature": [_("Issued by the portal when the corrected register was computed.")],
    }


def _approved(
    language: str, breach: Breach, plan: PlanVersion, by: Membership, note: str
) -> Letter:
    note_section = {"heading": _("Note"), "paragraphs": _paragraphs(note), "items": []}
    return {
        "issuer": _name(by.organisation, language),
        "title": _("Approval of the action plan"),
        "opening": _(
            "The action plan of %(day)s on breach %(number)s is approved. It runs from"
            " %(begins)s to %(ends)s."
        )
        % _plan_words(language, breach, plan),
        "facts": _facts(language, breach, breach.result),
        "sections": [
            _measures(language, plan),
            *([note_section] if note else []),
            _basis(language, breach.result),
        ],
        "next_step": _(
            "Carry the plan out. When the share is at or below the limit again, give notice"
            " through the portal within the time limit that the paragraph sets."
        ),
        "signature": _signature(by),
    }


def _remarks(
    language: str, breach: Breach, plan: PlanVersion, by: Membership, remarks: str
) -> Letter:
    words = {"heading": _("Remarks"), "paragraphs": _paragraphs(remarks), "items": []}
    return {
        "issuer": _name(by.organisation, language),
        "title": _("Remarks on the action plan"),
        "opening": _(
            "The action plan of %(day)s on breach %(number)s is not approved: the remarks are"
            " below."
        )
        % _plan_words(language, breach, plan),
        "facts": _facts(language, breach, breach.result),
        "sections": [words, _basis(language, breach.result)],
        "next_step": _after_remarks(language, breach),
        "signature": _signature(by),
    }


def _after_remarks(language: str, breach: Breach) -> str:
    if breach.approval_due_on is None:
        return _("Revise the plan through the portal, or object to the remarks.")
    return _(
        "Revise the plan through the portal, or object to the remarks. The plan is to be"
        " approved by %(day)s."
    ) % {"day": format_date(breach.approval_due_on, language)}


def _restored(language: str, breach: Breach, back: RatioResult, by: Membership) -> Letter:
    share = ShownResult(back)
    to = regulator()
    lines = _organisation_lines(to, language) if to else [_regulator_name(language)]
    return {
        "issuer": _name(by.organisation, language),
        "addressee": lines,
        "title": _("Notice that the share is back within the limit"),
        "opening": _(
            "On %(day)s the share of microcredits overdue by more than 90 days is %(share)s, at"
            " or below the limit of %(limit)s."
        )
        % {
            "day": format_date(back.run.reporting_date, language),
            "share": share.value,
            "limit": share.limit,
        },
        "facts": [
            [_("Breach"), breach.number],
            [_("Exceeded on"), format_date(breach.reporting_date, language)],
            *_figures(language, back),
        ],
        "sections": [_basis(language, back)],
        "next_step": _("The register is in the portal, unaltered, with its SHA-256."),
        "signature": _signature(by),
    }


def _facts(language: str, breach: Breach, result: RatioResult) -> list[list[str]]:
    return [
        [_("Breach"), breach.number],
        [_("Reporting date"), format_date(breach.reporting_date, language)],
        *_figures(language, result),
    ]


def _figures(language: str, result: RatioResult) -> list[list[str]]:
    share = ShownResult(result)
    rows = [
        [
            _("Overdue by more than 90 days (MM90)"),
            format_amount(result.numerator, "KZT", language),
        ],
        [_("Whole portfolio (NP)"), format_amount(result.denominator, "KZT", language)],
        [_("Share"), share.value],
        [_("Limit on this day"), share.limit],
    ]
    if share.is_breached and share.to_collect:
        amount = format_amount(share.to_collect, "KZT", language)
        rows.append([_("To collect to be at the limit again"), amount])
    return rows


def _basis(language: str, result: RatioResult) -> Letter:
    share = ShownResult(result)
    citation = (share.citation or {}).get(language, result.act)
    paragraph = _("paragraph %(paragraph)s") % {"paragraph": result.paragraph}
    paragraphs = [f"{citation}, {paragraph}."]
    if not result.verified:
        paragraphs.append(_("The value is not verified against the act."))
    return {"heading": _("Basis"), "paragraphs": paragraphs, "items": []}


def _time_limits(language: str, breach: Breach) -> list[Letter]:
    if breach.plan_due_on is None or breach.approval_due_on is None:
        return []
    items = [
        _("The action plan is due on %(day)s.")
        % {"day": format_date(breach.plan_due_on, language)},
        _("The regulator answers within %(count)s working days of receiving it.")
        % {"count": _count("mfo/plan_answer_working_days", breach.reporting_date)},
        _("The plan is approved by %(day)s at the latest.")
        % {"day": format_date(breach.approval_due_on, language)},
    ]
    return [
        {
            "heading": _("Time limits"),
            "paragraphs": [_("In working days of Kazakhstan after the reporting date:")],
            "items": items,
        }
    ]


def _what_to_do(language: str, breach: Breach) -> str:
    if breach.plan_due_on is None:
        return _(
            "The time limits of the wording in force on that day are not among our sources; ask"
            " the regulator what it expects."
        )
    months = _count("mfo/plan_minimum_months", breach.reporting_date)
    return ngettext(
        "File the action plan through the portal by %(day)s: for at least %(count)s month, with"
        " measures, their order and time limits, and the responsible managers for every point.",
        "File the action plan through the portal by %(day)s: for at least %(count)s months, with"
        " measures, their order and time limits, and the responsible managers for every point.",
        months,
    ) % {"day": format_date(breach.plan_due_on, language), "count": months}


def _count(name: str, on: date) -> int:
    """Zero where the norm was not in force, for texts that are then not used."""
    try:
        return int(norm(name, on=on).required_value())
    except NormNotInForce:
        return 0


def _measures(language: str, plan: PlanVersion) -> Letter:
    items = [
        _("%(what)s: until %(day)s, responsible %(manager)s")
        % {
            "what": measure.what,
            "day": format_date(measure.until, language),
            "manager": measure.manager,
        }
        for measure in plan.measures.order_by("ordinal")
    ]
    return {"heading": _("Measures"), "paragraphs": [], "items": items}


def _plan_words(language: str, breach: Breach, plan: PlanVersion) -> dict[str, str]:
    return {
        "day": format_date(legal_day(plan.filed_at), language),
        "number": breach.number,
        "begins": format_date(plan.begins_on, language),
        "ends": format_date(plan.ends_on, language),
    }


def _organisation_lines(organisation: Organisation, language: str) -> list[str]:
    number = _("BIN %(number)s") % {"number": organisation.business_number}
    lines = (_name(organisation, language), number, organisation.address)
    return [line for line in lines if line]


def _regulator_name(language: str) -> str:
    found = regulator()
    return _name(found, language) if found else _("The supervisor")


def _name(organisation: Organisation, language: str) -> str:
    return organisation.name_kk if language == "kk" else organisation.name_ru


def _signature(by: Membership) -> list[str]:
    return [str(by.get_role_display()), by.user.full_name]


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
