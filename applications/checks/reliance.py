"""What a run relied on besides the answers: the values that change under a case's feet."""

from typing import Any

from applications.checks.facts import Edition, Facts, KnownReference
from applications.checks.financing import budget

Reliance = dict[str, Any]


def relied_on(facts: Facts) -> Reliance:
    """By the value's name, ready for JSON; equal for two runs exactly when nothing moved.

    Of the budget the approvals' sum is left out and what follows from it is kept: else
    each approval would touch every open case.
    """
    return {
        "organisation": facts.organisation_confirmed,
        "edition": _edition(facts.edition_of_first_day),
        "reference": _reference(facts.reference),
        "published_reference": _reference(facts.published_reference),
        "term_norm": _term_norm(facts),
        "goods_list": _goods_list(facts),
        "budget": _budget(facts),
        "same_contract": list(facts.same_contract_cases),
    }


def moved(before: Reliance, after: Reliance) -> list[str]:
    """The names of the values that differ, in the order of ``relied_on``."""
    return [name for name in after if before.get(name) != after[name]]


def _edition(edition: Edition | None) -> Reliance | None:
    if edition is None:
        return None
    return {
        "act": edition.act,
        "effective_from": edition.effective_from.isoformat(),
        "source": edition.source,
        "verified": edition.verified,
    }


def _reference(reference: KnownReference | None) -> Reliance | None:
    if reference is None:
        return None
    return {
        "kind": reference.kind,
        "value_percent": format(reference.value_percent.normalize(), "f"),
        "source": reference.source,
        "effective_from": reference.effective_from.isoformat(),
    }


def _term_norm(facts: Facts) -> Reliance | None:
    if facts.maximum_term is None:
        return None
    source = facts.maximum_term.source
    return {
        "months": facts.maximum_term.months,
        "act": source.act,
        "effective_from": source.effective_from,
        "verified": source.verified,
    }


def _goods_list(facts: Facts) -> Reliance | None:
    listed = facts.goods_list
    if listed is None:
        return None
    return {
        "title": listed.title,
        "effective_from": listed.effective_from.isoformat(),
        "source": listed.source,
        "is_sample": listed.is_sample,
        "sha256": listed.sha256,
    }


def _budget(facts: Facts) -> Reliance | None:
    year = facts.budget
    if year is None:
        return None
    return {
        "year": year.year,
        "amount": format(year.amount.normalize(), "f"),
        "currency": year.currency,
        "source": year.source,
        "finding": budget(facts).reason,
    }
