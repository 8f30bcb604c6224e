"""Reads the files of norms and refuses whatever is incomplete or ambiguous."""

import hashlib
import itertools
import json
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from norms.schema import (
    LANGUAGES,
    UNITS,
    Act,
    Bracket,
    Norm,
    NormEntry,
    NormFileError,
    Source,
    Text,
)
from norms.strict_yaml import read_strict

NORM_KEYS = {"title", "unit", "formula_use", "values"}
NORM_OPTIONAL = {"bracket_unit", "before", "table"}
ENTRY_KEYS = {"from", "act", "source", "verified"}
ENTRY_OPTIONAL = {
    *("value", "brackets", "ends", "reason", "replaced_by"),
    *("amended_by", "paragraph", "annex", "note"),
}
ACT_KEYS = {"number", "date", "title", "issuer", "title_language"}
ACT_OPTIONAL = {"registered_number", "registered_on"}


class _Fault(ValueError):
    """A reason, before the file's name is known."""


def load_norms(folder: Path) -> dict[str, Norm]:
    """Every norm below ``folder/parameters`` by name.

    ``folder`` also holds ``acts.yaml`` and ``data/``. Raises NormFileError at the
    first file that cannot be taken.
    """
    acts = load_acts(folder / "acts.yaml")
    root = folder / "parameters"
    paths = sorted(root.rglob("*.yaml"))
    return {norm.name: norm for norm in (_load_norm(root, path, acts) for path in paths)}


def load_acts(path: Path) -> dict[str, Act]:
    content = read_strict(path)
    try:
        return {key: _act(key, entry) for key, entry in content.items()}
    except _Fault as fault:
        raise NormFileError(str(path), str(fault)) from fault


def parse_decimal(raw: object, where: str) -> Decimal:
    if not isinstance(raw, str):
        raise _Fault(f"{where} must be a quoted number")
    try:
        number = Decimal(raw)
    except InvalidOperation:
        raise _Fault(f"{where} is not a number: {raw}") from None
    if not number.is_finite():
        raise _Fault(f"{where} is not a number: {raw}")
    return number


def parse_date(raw: object, where: str) -> date:
    try:
        return date.fromisoformat(raw)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise _Fault(f"{where} must be a quoted date, YYYY-MM-DD: {raw!r}") from None


def parse_text(raw: object, where: str) -> Text:
    if not isinstance(raw, Mapping) or set(raw) != set(LANGUAGES):
        raise _Fault(f"{where} must be given in kk, ru and en")
    if not all(isinstance(text, str) and text.strip() for text in raw.values()):
        raise _Fault(f"{where} has an empty language")
    return {language: raw[language] for language in LANGUAGES}


def _optional_text(raw: object, where: str) -> Text | None:
    return None if raw is None else parse_text(raw, where)


def _require_keys(
    raw: object, required: set[str], optional: Iterable[str], where: str
) -> Mapping[str, Any]:
    if not isinstance(raw, Mapping):
        raise _Fault(f"{where} must be a mapping")
    if missing := sorted(required - set(raw)):
        raise _Fault(f"{where} lacks {', '.join(missing)}")
    if unknown := sorted(set(raw) - required - set(optional)):
        raise _Fault(f"{where} has the unknown key {', '.join(unknown)}")
    return raw


def _act(key: str, raw: object) -> Act:
    where = f"act {key}"
    content = _require_keys(raw, ACT_KEYS, ACT_OPTIONAL, where)
    if content["title_language"] not in LANGUAGES:
        raise _Fault(f"{where}: unknown title_language {content['title_language']}")
    registered_on = content.get("registered_on")
    return Act(
        key=key,
        number=_string(content["number"], f"{where} number"),
        adopted_on=parse_date(content["date"], f"{where} date"),
        title=parse_text(content["title"], f"{where} title"),
        issuer=parse_text(content["issuer"], f"{where} issuer"),
        title_language=content["title_language"],
        registered_number=_optional_string(content, "registered_number", where),
        registered_on=registered_on and parse_date(registered_on, f"{where} registered_on"),
    )


def _string(raw: object, where: str) -> str:
    if not isinstance(raw, str) or not raw.strip():
        raise _Fault(f"{where} must be a text")
    return raw


def _optional_string(content: Mapping[str, Any], key: str, where: str) -> str | None:
    raw = content.get(key)
    return None if raw is None else _string(raw, f"{where} {key}")


def _load_norm(root: Path, path: Path, acts: Mapping[str, Act]) -> Norm:
    name = path.relative_to(root).with_suffix("").as_posix()
    content = read_strict(path)
    try:
        return _norm(name, content, acts, root.parent / "data")
    except _Fault as fault:
        raise NormFileError(str(path), str(fault)) from fault


def _norm(name: str, raw: object, acts: Mapping[str, Act], data: Path) -> Norm:
    content = _require_keys(raw, NORM_KEYS, NORM_OPTIONAL, "the norm")
    entries = _entries(content["values"], acts)
    bracket_unit = content.get("bracket_unit")
    _check_bracket_unit(bracket_unit, entries)
    table = _optional_string(content, "table", "the norm")
    unit = _unit(content["unit"], "unit")
    return Norm(
        name=name,
        title=parse_text(content["title"], "title"),
        unit=unit,
        bracket_unit=bracket_unit,
        formula_use=_formula_use(content["formula_use"]),
        before=_optional_text(content.get("before"), "before"),
        table=table,
        entries=entries,
        digest=_digest(name, unit, entries, _table_bytes(data, table)),
    )


def _unit(raw: object, where: str) -> str:
    if raw not in UNITS:
        raise _Fault(f"{where}: unknown unit {raw}; known are {', '.join(sorted(UNITS))}")
    return str(raw)


def _check_bracket_unit(unit: object, entries: tuple[NormEntry, ...]) -> None:
    has_brackets = any(entry.brackets for entry in entries)
    if has_brackets:
        _unit(unit, "bracket_unit")
    elif unit is not None:
        raise _Fault("bracket_unit without brackets")


def _formula_use(raw: object) -> tuple[str, ...]:
    if not isinstance(raw, list) or not raw:
        raise _Fault("formula_use must name at least one rule")
    return tuple(_string(rule, "formula_use") for rule in raw)


def _entries(raw: object, acts: Mapping[str, Act]) -> tuple[NormEntry, ...]:
    if not isinstance(raw, list) or not raw:
        raise _Fault("values must hold at least one entry")
    entries = tuple(_entry(item, acts) for item in raw)
    if entries[0].ends:
        raise _Fault("a norm cannot begin with its end")
    for earlier, later in itertools.pairwise(entries):
        if later.effective_from == earlier.effective_from:
            raise _Fault(f"two values from {later.effective_from}")
        if later.effective_from < earlier.effective_from:
            raise _Fault(f"values are not sorted: {later.effective_from} comes too late")
    return entries


def _entry(raw: object, acts: Mapping[str, Act]) -> NormEntry:
    first_day = raw.get("from") if isinstance(raw, Mapping) else None
    where = f"the value from {first_day}"
    content = _require_keys(raw, ENTRY_KEYS, ENTRY_OPTIONAL, where)
    _check_one_meaning(content, where)
    return NormEntry(
        effective_from=parse_date(first_day, f"{where}: from"),
        value=_optional_value(content, where),
        brackets=_brackets(content["brackets"], where) if "brackets" in content else (),
        ends="ends" in content,
        reason=_optional_text(content.get("reason"), f"{where}: reason"),
        replaced_by=_optional_act(content.get("replaced_by"), acts, where),
        act=_known_act(content["act"], acts, where),
        amended_by=_optional_act(content.get("amended_by"), acts, where),
        paragraph=_optional_string(content, "paragraph", where),
        annex=_optional_string(content, "annex", where),
        **_certainty(content, where),
    )


def _check_one_meaning(content: Mapping[str, Any], where: str) -> None:
    if sum(key in content for key in ("value", "brackets", "ends")) != 1:
        raise _Fault(f"{where} needs exactly one of value, brackets, ends")
    if "ends" in content:
        if content["ends"] is not True or content.get("reason") is None:
            raise _Fault(f"{where}: an end is 'ends: true' with its reason")
    elif "reason" in content or "replaced_by" in content:
        raise _Fault(f"{where}: only an end has reason and replaced_by")


def _optional_value(content: Mapping[str, Any], where: str) -> Decimal | None:
    raw = content.get("value")
    return None if raw is None else parse_decimal(raw, f"{where}: value")


def _known_act(key: object, acts: Mapping[str, Act], where: str) -> Act:
    if key not in acts:
        raise _Fault(f"{where}: unknown act {key}")
    return acts[str(key)]


def _optional_act(key: object, acts: Mapping[str, Act], where: str) -> Act | None:
    return None if key is None else _known_act(key, acts, where)


def _certainty(content: Mapping[str, Any], where: str) -> dict[str, Any]:
    try:
        source = Source(content["source"])
    except ValueError:
        raise _Fault(f"{where}: source must be S, P or A, not {content['source']}") from None
    verified = content["verified"]
    if not isinstance(verified, bool):
        raise _Fault(f"{where}: verified must be true or false")
    if verified and source is Source.ASSUMPTION:
        raise _Fault(f"{where}: an assumption cannot be verified")
    note = _optional_text(content.get("note"), f"{where}: note")
    return {"source": source, "verified": verified, "note": note}


def _brackets(raw: object, where: str) -> tuple[Bracket, ...]:
    if not isinstance(raw, list) or not raw:
        raise _Fault(f"{where}: brackets must be a list")
    brackets = tuple(_bracket(item, f"{where}: bracket") for item in raw)
    bounds = [bracket.up_to_and_including for bracket in brackets[:-1]]
    if brackets[-1].up_to_and_including is not None or None in bounds:
        raise _Fault(f"{where}: the last bracket, and only the last, has no bound")
    known = [bound for bound in bounds if bound is not None]
    if any(later <= earlier for earlier, later in itertools.pairwise(known)):
        raise _Fault(f"{where}: brackets are not sorted")
    return brackets


def _bracket(raw: object, where: str) -> Bracket:
    content = _require_keys(raw, {"up_to_and_including", "value"}, (), where)
    bound = content["up_to_and_including"]
    return Bracket(
        None if bound is None else parse_decimal(bound, f"{where} bound"),
        parse_decimal(content["value"], f"{where} value"),
    )


def _table_bytes(data: Path, table: str | None) -> bytes:
    if table is None:
        return b""
    path = data / table
    if path.parent != data or not path.is_file():
        raise _Fault(f"unknown table {table}")
    return path.read_bytes()


def _digest(name: str, unit: str, entries: tuple[NormEntry, ...], table: bytes) -> str:
    """SHA-256 over what a result relies on; wording of titles and notes is left out."""
    content = [name, unit, [_canonical(entry) for entry in entries]]
    canonical = json.dumps(
        [content, hashlib.sha256(table).hexdigest()], ensure_ascii=False, separators=(",", ":")
    )
    return hashlib.sha256(canonical.encode()).hexdigest()


def _canonical(entry: NormEntry) -> list[object]:
    brackets = [[str(item.up_to_and_including), str(item.value)] for item in entry.brackets]
    place = [entry.citation["en"], entry.reference]
    certainty = [entry.source.value, entry.verified]
    return [str(entry.effective_from), str(entry.value), brackets, entry.ends, place, certainty]
