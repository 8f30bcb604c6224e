"""Every word of the four letters of a case, in Kazakh and in Russian, frozen at issue.

Sentences come from the catalogues under each language; names, amounts and days are
written as that language writes them. The order's title is the edition's own.
"""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Membership, Organisation, OrganisationKind
from applications.case_subsidy import CaseSubsidy
from applications.deadlines import days_to_tell, review_days
from applications.form_sections import section_title
from applications.frozen_reference import Reference, reference_of
from applications.granted_subsidy import granted_rates
from applications.legal_day import legal_day
from applications.models import OrderEdition, Submission
from applications.remarks import WHOLE
from languages.amounts import format_amount, format_date, format_percent
from languages.choices import country_name
from languages.text import in_language
from norms.models import calendar_in_force
from programs.interest_subsidy import ReferenceKind
from programs.wording import months

LANGUAGES = ("kk", "ru")
Letter = dict[str, Any]
Facts = list[list[str]]


def receipt(submission: Submission) -> Letter:
    """That the application was registered, by which edition, and what comes next."""
    return _in_both(_receipt, submission)


def returned(
    submission: Submission,
    remarks: dict[str, str],
    written_in: str,
    by: Membership,
    at: datetime,
) -> Letter:
    """What must be corrected, section by section, in the language it was written in."""
    return _in_both(_returned, submission, remarks, written_in, by, legal_day(at))


def approval(submission: Submission, subsidy: CaseSubsidy, by: Membership, at: datetime) -> Letter:
    """The decision with its amounts and rates."""
    return _in_both(_approval, submission, subsidy, by, legal_day(at))


def refusal(
    submission: Submission, grounds: str, written_in: str, by: Membership, at: datetime
) -> Letter:
    """The decision with its grounds, in the language they were written in."""
    return _in_both(_refusal, submission, grounds, written_in, by, legal_day(at))


def _in_both(build: Callable[..., Letter], submission: Submission, *arguments: Any) -> Letter:
    content: Letter = {"languages": list(LANGUAGES)}
    for language in LANGUAGES:
        with translation.override(language):
            content[language] = {
                "addressee": _addressee(submission, language),
                **build(language, submission, *arguments),
            }
    return content


def _receipt(language: str, submission: Submission) -> Letter:
    on = legal_day(submission.submitted_at)
    days = review_days(on)
    until = calendar_in_force().add_working_days(on, days)
    opening = _("Your application %(number)s was received on %(day)s.") % {
        "number": submission.case.number,
        "day": format_date(on, language),
    }
    if submission.ordinal > 1:
        opening = _("Your corrected application %(number)s was received on %(day)s.") % {
            "number": submission.case.number,
            "day": format_date(on, language),
        }
    return {
        "issuer": _agent_name(language),
        "title": _("Receipt"),
        "opening": opening,
        "facts": [
            *_facts(language, submission),
            [_("Reference rate"), _reference_words(language, reference_of(submission))],
        ],
        "sections": [_basis(language, submission)],
        "next_step": _(
            "The financial agent reviews the application, as a rule within %(days)s working days,"
            " that is until %(until)s. The result reaches you through the portal."
        )
        % {"days": days, "until": format_date(until, language)},
        "signature": [_("Issued by the portal when the application was registered.")],
    }


def _returned(
    language: str,
    submission: Submission,
    remarks: dict[str, str],
    written_in: str,
    by: Membership,
    on: date,
) -> Letter:
    return {
        "issuer": _name(by.organisation, language),
        "title": _("Return for correction"),
        "opening": _what_is_returned(submission, remarks),
        "facts": _facts(language, submission),
        "sections": [
            *_remarks(language, remarks, written_in),
            _basis(language, submission),
        ],
        "next_step": _correct_and_submit(language, submission, remarks),
        "signature": _signature(by),
    }


def _what_is_returned(submission: Submission, remarks: dict[str, str]) -> str:
    """The application as a whole is none of its sections."""
    number, count = submission.case.number, len(remarks.keys() - {WHOLE})
    if not count:
        return _(
            "Your application %(number)s is returned for correction: the remark below is on the"
            " application as a whole."
        ) % {"number": number}
    return _(
        "Your application %(number)s is returned for correction: %(count)s of its sections"
        " need your attention."
    ) % {"number": number, "count": count}


def _correct_and_submit(language: str, submission: Submission, remarks: dict[str, str]) -> str:
    words = _(
        "Correct these sections in the portal and submit the application again. It keeps its"
        " number, the edition of the order and the reference rate of %(day)s. No last day is"
        " set; the review begins anew with your submission."
    )
    if not remarks.keys() - {WHOLE}:
        words = _(
            "Correct the application in the portal and submit it again. It keeps its number, the"
            " edition of the order and the reference rate of %(day)s. No last day is set; the"
            " review begins anew with your submission."
        )
    return words % {"day": format_date(_first_day(submission), language)}


def _remarks(language: str, remarks: dict[str, str], written_in: str) -> list[Letter]:
    """A part of the letter for each remark; the first says once how they are written."""
    parts = [
        _written(str(section_title(code)), text, language, written_in)
        for code, text in remarks.items()
    ]
    return [parts[0], *({**part, "note": ""} for part in parts[1:])]


def _written(heading: str, text: str, language: str, written_in: str) -> Letter:
    """A person's own words: no letter translates them, so each says which language they are."""
    if written_in not in LANGUAGES:
        raise ValueError(f"letters are not written in {written_in}")
    note = _("What the officer wrote is given in the language in which it was written.")
    return {
        "heading": heading,
        "paragraphs": _paragraphs(text),
        "items": [],
        "language": written_in,
        "note": "" if language == written_in else note,
    }


def _approval(
    language: str, submission: Submission, subsidy: CaseSubsidy, by: Membership, on: date
) -> Letter:
    until = calendar_in_force().add_working_days(on, days_to_tell(on))
    return {
        "issuer": _name(by.organisation, language),
        "title": _("Approval of the subsidy"),
        "opening": _(
            "The subsidy of the interest rate is approved for your application %(number)s of"
            " %(day)s."
        )
        % _case_and_day(language, submission),
        "facts": [*_facts(language, submission), *_rates(language, submission, subsidy)],
        "sections": [_basis(language, submission)],
        "next_step": _(
            "The financial agent tells the lender and you by %(until)s, as its practice is. Then"
            " the subsidy agreement is made between the agent, the lender and the buyer: have the"
            " financing agreement and its schedule ready."
        )
        % {"until": format_date(until, language)},
        "signature": _signature(by),
    }


def _refusal(
    language: str,
    submission: Submission,
    grounds: str,
    written_in: str,
    by: Membership,
    on: date,
) -> Letter:
    reasons = _written(_("Grounds"), grounds, language, written_in)
    return {
        "issuer": _name(by.organisation, language),
        "title": _("Refusal of the subsidy"),
        "opening": _(
            "The subsidy of the interest rate is refused for your application %(number)s of"
            " %(day)s, on the grounds below."
        )
        % _case_and_day(language, submission),
        "facts": _facts(language, submission),
        "sections": [reasons, _basis(language, submission)],
        "next_step": _(
            "You may file a new application at any time once the grounds no longer hold, or"
            " appeal against this decision as the law on administrative procedures provides,"
            " counting from its day, %(day)s."
        )
        % {"day": format_date(on, language)},
        "signature": _signature(by),
    }


def _case_and_day(language: str, submission: Submission) -> dict[str, Any]:
    return {
        "number": submission.case.number,
        "day": format_date(_first_day(submission), language),
    }


def _facts(language: str, submission: Submission) -> Facts:
    answers = submission.answers
    contract = answers["contract"]
    signed = date.fromisoformat(contract["contract_date"])
    buyer = f"{submission.buyer_name}, {country_name(submission.buyer_country, language)}"
    amount = format_amount(submission.financing_amount, submission.financing_currency, language)
    return [
        [_("Application"), str(submission.case.number)],
        [_("Foreign buyer"), buyer],
        [_("Lender"), submission.lender_name],
        [
            _("Export contract"),
            f"№ {contract['contract_number']}, {format_date(signed, language)}",
        ],
        [_("Amount of the financing"), amount],
        [_("Term"), months(submission.term_months)],
    ]


def _rates(language: str, submission: Submission, subsidy: CaseSubsidy) -> Facts:
    """Percent a year; the subsidised and the borrower's rate sum to the nominal one."""
    rates = granted_rates(subsidy)
    rows = [
        [_("Nominal annual rate"), format_percent(subsidy.nominal_percent, language)],
        [_("Reference rate"), _reference_words(language, reference_of(submission))],
        [_("Subsidised rate"), format_percent(rates.subsidised, language)],
        [_("Rate that the buyer pays"), format_percent(rates.borrower, language)],
    ]
    if subsidy.schedule is not None:
        total = subsidy.schedule.totals.subsidy
        words = format_amount(total, subsidy.currency, language)
        rows.append([_("Subsidy over the whole term, by the agreed schedule"), words])
    return rows


def _reference_words(language: str, reference: Reference) -> str:
    """The rate with its kind and day, or that it is not known."""
    on = format_date(date.fromisoformat(reference["on"]), language)
    if not reference["known"]:
        return _("not known for %(day)s; it will be entered before the decision") % {"day": on}
    return _("%(value)s (%(kind)s, as of %(day)s)") % {
        "value": format_percent(Decimal(reference["value_percent"]), language),
        "kind": _kind_words(reference),
        "day": on,
    }


def _kind_words(reference: Reference) -> str:
    if reference["kind"] == ReferenceKind.HALF_BASE_RATE:
        return _("half of the National Bank's base rate")
    if reference["kind"] == ReferenceKind.HALF_KEY_RATE:
        return _("half of the Bank of Russia's key rate")
    return _("CIRR of the currency %(currency)s") % {"currency": reference["currency"]}


def _basis(language: str, submission: Submission) -> Letter:
    """The act in the edition that the case belongs to, by its title in this language."""
    edition = cast(OrderEdition, submission.case.edition)  # case_numbered_once_submitted
    title = in_language(edition, "title", language)
    paragraphs = [f"{edition.act}. {title.text}", _belongs(language, edition.effective_from)]
    if language != "kk" and title.language == language:
        paragraphs.append(_("The title is given in an unofficial translation."))
    if not edition.verified:
        paragraphs.append(_("The edition is not verified against the act."))
    return {"heading": _("Basis"), "paragraphs": paragraphs, "items": []}


def _belongs(language: str, effective_from: date) -> str:
    return _(
        "The application belongs to the edition in force since %(day)s, the one of its first"
        " submission; paragraphs 1, 3 and 4 of the rules name who and what is subsidised."
    ) % {"day": format_date(effective_from, language)}


def _addressee(submission: Submission, language: str) -> list[str]:
    applicant = submission.answers["applicant"]
    name = applicant["name_kk"] if language == "kk" else applicant["name_ru"]
    number = _("BIN or IIN %(number)s") % {"number": applicant["business_number"]}
    return [line for line in (name, number, applicant["address"]) if line]


def _agent_name(language: str) -> str:
    """The financial agent as registered in the portal, by its role where none is."""
    kind = OrganisationKind.FINANCIAL_AGENT
    agent = Organisation.objects.filter(kind=kind).order_by("pk").first()
    return _name(agent, language) if agent else _("Financial agent")


def _name(organisation: Organisation, language: str) -> str:
    return organisation.name_kk if language == "kk" else organisation.name_ru


def _signature(by: Membership) -> list[str]:
    return [str(by.get_role_display()), by.user.full_name]


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _first_day(submission: Submission) -> date:
    return legal_day(submission.case.first_submitted_at or submission.submitted_at)
