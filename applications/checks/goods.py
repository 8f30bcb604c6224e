"""Checks of what is sold: on the list, produced in Kazakhstan."""

from collections.abc import Iterable
from dataclasses import replace

from applications.checks.declarations import RULE
from applications.checks.facts import Facts, GoodsLine, GoodsList
from applications.checks.finding import Compared, Finding, Source, day, text


def goods_on_list(facts: Facts) -> Finding:
    """Every HS code begins with a prefix of annex 2 as of the day (paragraph 4).

    A list marked as a sample proves nothing: the outcome is unknown.
    """
    rule, listed = RULE["goods_on_list"], facts.goods_list
    if listed is None:
        return rule.found("no_list", rule.source(facts.edition), *_codes(facts.goods))
    missing = [line for line in facts.goods if not listed.covers(line.hs_code)]
    values = (text("goods_list", listed.title), *_codes(missing or facts.goods))
    reason = _listing(listed, missing)
    return rule.found(reason, _list_source(rule.source(facts.edition), listed), *values)


def _listing(listed: GoodsList, missing: list[GoodsLine]) -> str:
    if listed.is_sample:
        return "sample_list"
    return "not_on_list" if missing else "on_list"


def _list_source(place: Source, listed: GoodsList) -> Source:
    """The rule's place with the list's own words, first day and standing."""
    return replace(
        place,
        sure="A" if listed.is_sample else "S",
        words=listed.source,
        effective_from=listed.effective_from.isoformat(),
        verified=not listed.is_sample,
    )


def _codes(lines: Iterable[GoodsLine]) -> tuple[Compared, ...]:
    return tuple(text("hs_code", f"{line.hs_code} {line.description}".strip()) for line in lines)


def made_in_kazakhstan(facts: Facts) -> Finding:
    """Each line has a proof of origin that is valid on the day (paragraph 4).

    A proof that names no last day is valid from its issue on.
    """
    rule = RULE["made_in_kazakhstan"]
    source = rule.source(facts.edition)
    unproved = [line for line in facts.goods if not line.origin_number]
    if unproved or "origin_proof" not in facts.documents:
        return rule.found("no_proof", source, *_codes(unproved))
    if invalid := [line for line in facts.goods if not _valid(line, facts)]:
        return rule.found("expired", source, *_proofs(invalid))
    return rule.found("proved", source, *_proofs(facts.goods))


def _valid(line: GoodsLine, facts: Facts) -> bool:
    begun = line.origin_issued_on is None or line.origin_issued_on <= facts.on
    return begun and (line.origin_valid_until is None or facts.on <= line.origin_valid_until)


def _proofs(lines: Iterable[GoodsLine]) -> tuple[Compared, ...]:
    values = []
    for line in lines:
        values.append(text("origin_number", line.origin_number))
        if line.origin_issued_on:
            values.append(day("origin_issued_on", line.origin_issued_on))
        if line.origin_valid_until:
            values.append(day("origin_valid_until", line.origin_valid_until))
    return tuple(values)
