"""Checks of what is sold: on the list, produced in Kazakhstan."""

from collections.abc import Iterable

from applications.checks.facts import Facts, GoodsLine, GoodsList
from applications.checks.finding import Compared, Finding, Outcome, Source, day, text
from applications.checks.sources import order


def goods_on_list(facts: Facts) -> Finding:
    """Every HS code begins with a prefix of annex 2 as of the day (paragraph 4).

    A list marked as a sample proves nothing: the outcome is unknown.
    """
    listed = facts.goods_list
    if listed is None:
        source = order(facts.edition, "4", annex="2")
        return Finding("goods_on_list", Outcome.UNKNOWN, "no_list", source, _codes(facts.goods))
    missing = [line for line in facts.goods if not listed.covers(line.hs_code)]
    values = (text("goods_list", listed.title), *_codes(missing or facts.goods))
    outcome, reason = _listing(listed, missing)
    return Finding("goods_on_list", outcome, reason, _list_source(facts, listed), values)


def _listing(listed: GoodsList, missing: list[GoodsLine]) -> tuple[Outcome, str]:
    if listed.is_sample:
        return Outcome.UNKNOWN, "sample_list"
    return (Outcome.FAIL, "not_on_list") if missing else (Outcome.PASS, "on_list")


def _list_source(facts: Facts, listed: GoodsList) -> Source:
    return Source(
        sure="A" if listed.is_sample else "S",
        act=facts.edition.act,
        paragraph="4",
        annex="2",
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
    source = order(facts.edition, "1, 4")
    unproved = [line for line in facts.goods if not line.origin_number]
    if unproved or "origin_proof" not in facts.documents:
        values = _codes(unproved)
        return Finding("made_in_kazakhstan", Outcome.FAIL, "no_proof", source, values)
    invalid = [line for line in facts.goods if not _valid(line, facts)]
    if invalid:
        return Finding("made_in_kazakhstan", Outcome.FAIL, "expired", source, _proofs(invalid))
    return Finding("made_in_kazakhstan", Outcome.PASS, "proved", source, _proofs(facts.goods))


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
