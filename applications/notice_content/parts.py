"""What every letter of a case is made of: its two languages, addressee, facts and basis."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, cast

from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Membership, Organisation, OrganisationKind
from applications.check_runs import last_run
from applications.checks.finding import Outcome
from applications.checks.reading import read_findings
from applications.frozen_reference import Reference
from applications.legal_day import legal_day
from applications.models import OrderEdition, Submission
from languages.amounts import format_amount, format_date, format_percent
from languages.choices import country_name
from languages.text import current_language, in_language
from programs.interest_subsidy import ReferenceKind
from programs.wording import months

LANGUAGES = ("kk", "ru")
Letter = dict[str, Any]
Facts = list[list[str]]


def in_both(build: Callable[..., Letter], submission: Submission, *arguments: Any) -> Letter:
    content: Letter = {"languages": list(LANGUAGES)}
    for language in LANGUAGES:
        with translation.override(language):
            content[language] = {
                "addressee": _addressee(submission, language),
                **build(language, submission, *arguments),
            }
    return content


def letter_language(code: str) -> str:
    """One of the letters' own languages. Raises ValueError."""
    if code not in LANGUAGES:
        raise ValueError(f"letters are not written in {code}")
    return code


def said_once(parts: list[Letter]) -> list[Letter]:
    """The first of several parts says for all how they are written."""
    return [parts[0], *({**part, "note": ""} for part in parts[1:])]


def plain(heading: str, paragraphs: list[str]) -> Letter:
    """A part of the letter in the portal's words."""
    return {"heading": heading, "paragraphs": paragraphs, "items": []}


def written(heading: str, text: str, language: str, written_in: str) -> Letter:
    """A person's own words: no letter translates them, so each says which language they are."""
    note = _("What the officer wrote is given in the language in which it was written.")
    return {
        "heading": heading,
        "paragraphs": _paragraphs(text),
        "items": [],
        "language": letter_language(written_in),
        "note": "" if language == written_in else note,
    }


def case_and_day(language: str, submission: Submission) -> dict[str, Any]:
    return {
        "number": submission.case.number,
        "day": format_date(first_day(submission), language),
    }


def facts(language: str, submission: Submission) -> Facts:
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


def reference_words(language: str, reference: Reference) -> str:
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


def basis(language: str, submission: Submission) -> Letter:
    """The act in the edition that the case belongs to, by its title in this language."""
    edition = cast(OrderEdition, submission.case.edition)  # case_numbered_once_submitted
    title = in_language(edition, "title", language)
    paragraphs = [f"{edition.act}. {title.text}", _belongs(language, edition.effective_from)]
    if language != "kk" and title.language == language:
        paragraphs.append(_("The title is given in an unofficial translation."))
    if not edition.verified:
        paragraphs.append(_("The edition is not verified against the act."))
    return plain(_("Basis"), paragraphs)


def checked(submission: Submission) -> list[Letter]:
    """What the last run of the checks left open, or that nothing is; none before any run."""
    run = last_run(submission)
    if run is None:
        return []
    found = read_findings(run.findings, for_applicant=True)
    open_ones = [finding for finding in found if finding.outcome != Outcome.PASS]
    counted = _("Met: %(met)s of %(all)s checks that the portal ran on %(day)s.") % {
        "met": len(found) - len(open_ones),
        "all": len(found),
        "day": format_date(legal_day(run.ran_at), current_language()),
    }
    items = [
        f"{finding.title}: {finding.outcome_name}. {finding.message} {finding.advice}".strip()
        for finding in open_ones
    ]
    return [{"heading": _("Automatic checks"), "paragraphs": [counted], "items": items}]


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


def agent_name(language: str) -> str:
    """The financial agent as registered in the portal, by its role where none is."""
    kind = OrganisationKind.FINANCIAL_AGENT
    agent = Organisation.objects.filter(kind=kind).order_by("pk").first()
    return name_of(agent, language) if agent else _("Financial agent")


def name_of(organisation: Organisation, language: str) -> str:
    return organisation.name_kk if language == "kk" else organisation.name_ru


def signature(by: Membership) -> list[str]:
    return [str(by.get_role_display()), by.user.full_name]


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def first_day(submission: Submission) -> date:
    return legal_day(submission.case.first_submitted_at or submission.submitted_at)
