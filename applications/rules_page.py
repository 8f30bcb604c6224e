"""What is checked, for everybody: the rules as declared, with what is in force on a day."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.checks.applicant_wording import APPLICANT_ADVICE
from applications.checks.declarations import RULES, Dated, Rule
from applications.checks.facts import Edition
from applications.checks.finding import Outcome, Source
from applications.checks.reading import ORDER_OF_READING, SHAPES, ShownSource, read_source
from applications.checks.wording import LABELS, MESSAGES, OUTCOMES, TITLES, Text
from applications.dated_values import DatedValues, maximum_term
from applications.form_sections import section_title
from languages.amounts import format_amount
from languages.text import current_language
from programs.subsidy_calculation import TERM_NORM
from programs.wording import months

DATED_NAMES: dict[Dated, Text] = {
    Dated.EDITION: gettext_lazy("Edition of the order, of the first submission's day"),
    Dated.GOODS_LIST: gettext_lazy("Edition of the goods list, of the submission's day"),
    Dated.REFERENCE: gettext_lazy("Reference rate, of the first submission's day"),
    Dated.TERM_NORM: gettext_lazy("Norm of the first submission's day"),
    Dated.BUDGET: gettext_lazy("Budget of the year in which the checks run"),
}


@dataclass(frozen=True)
class Ending:
    """A way a rule can end, and what an applicant can do then."""

    state: str
    name: Text
    message: Text
    advice: Text


@dataclass(frozen=True)
class InForce:
    """The dated value that a rule compares with, as it stands on the page's day."""

    name: Text
    value: Text
    source: ShownSource | None = None
    url: str = ""


@dataclass(frozen=True)
class ShownRule:
    code: str
    title: Text
    source: ShownSource | None
    sections: list[str | Promise]
    compares: list[Text]
    endings: list[Ending]
    dated: InForce | None


def shown_rules(on: date) -> list[ShownRule]:
    """Every rule that the portal checks, by what is in force on ``on``; no case is needed."""
    dated = DatedValues()
    edition = dated.edition(on)
    return [_rule(rule, edition, _in_force(rule.dated, dated, on)) for rule in RULES]


def _rule(rule: Rule, edition: Edition | None, dated: InForce | None) -> ShownRule:
    return ShownRule(
        code=rule.code,
        title=TITLES[rule.code],
        source=read_source(_place(rule, edition)),
        sections=[section_title(code) for code in rule.reads],
        compares=[LABELS[label] for label in rule.compares],
        endings=_endings(rule),
        dated=dated,
    )


def _place(rule: Rule, edition: Edition | None) -> Source:
    return rule.source(edition) if edition else Source(sure=rule.place.sure)


def _endings(rule: Rule) -> list[Ending]:
    ends = sorted(rule.ends.items(), key=lambda end: -ORDER_OF_READING.index(end[1]))
    return [_ending(rule.code, reason, outcome) for reason, outcome in ends]


def _ending(code: str, reason: str, outcome: Outcome) -> Ending:
    message, _advice = MESSAGES[code, reason]
    advice = APPLICANT_ADVICE.get((code, reason), "")
    return Ending(SHAPES[outcome], OUTCOMES[outcome], message, advice)


def _in_force(kind: Dated, dated: DatedValues, on: date) -> InForce | None:
    match kind:
        case Dated.EDITION:
            return _edition(dated.edition(on))
        case Dated.GOODS_LIST:
            return _goods_list(dated, on)
        case Dated.REFERENCE:
            rates = reverse("programs:reference_rates")
            return InForce(DATED_NAMES[kind], _("The published rates with their days"), url=rates)
        case Dated.TERM_NORM:
            return _term(on)
        case Dated.BUDGET:
            return _budget(dated, on)
    return None


def _edition(edition: Edition | None) -> InForce:
    name = DATED_NAMES[Dated.EDITION]
    if edition is None:
        return InForce(name, _("None is in force"))
    source = Source(
        sure="S",
        act=edition.act,
        words=edition.source,
        effective_from=edition.effective_from.isoformat(),
        verified=edition.verified,
    )
    return InForce(name, edition.act, read_source(source))


def _goods_list(dated: DatedValues, on: date) -> InForce:
    name, listed = DATED_NAMES[Dated.GOODS_LIST], dated.goods_list(on)
    if listed is None:
        return InForce(name, _("None has been imported"))
    source = Source(
        sure="A" if listed.is_sample else "S",
        words=listed.source,
        effective_from=listed.effective_from.isoformat(),
        verified=not listed.is_sample,
    )
    return InForce(name, listed.title, read_source(source))


def _term(on: date) -> InForce:
    name, limit = DATED_NAMES[Dated.TERM_NORM], maximum_term(on)
    url = reverse("norms:norm", args=[TERM_NORM])
    if limit is None:
        return InForce(name, _("None is in force"), url=url)
    return InForce(name, months(limit.months), read_source(limit.source), url)


def _budget(dated: DatedValues, on: date) -> InForce:
    name, year = DATED_NAMES[Dated.BUDGET], dated.budget(on.year)
    if year is None:
        return InForce(name, _("None has been entered"))
    value = format_amount(year.amount, year.currency, current_language())
    return InForce(name, value, read_source(Source(sure="A", words=year.source)))
