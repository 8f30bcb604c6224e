"""The dated list of grounds of refusal, and what an officer states on them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from applications.case_errors import MissingWords, UnknownGround
from applications.checks.finding import Outcome
from applications.models import (
    Case,
    CaseEvent,
    CheckRun,
    EventKind,
    HearingSetting,
    RefusalGround,
)
from norms.strict_yaml import read_strict

SHIPPED_FILE = Path(__file__).resolve().parent / "data" / "refusal_grounds.yaml"
# What suggests a ground beside the failed checks: the agent's conclusion against.
AGAINST = "conclusion"
StatedGround = dict[str, Any]
"""As an event keeps it: ``code``, ``title`` by language, ``text``, ``verified``."""


def grounds_in_force(on: date) -> QuerySet[RefusalGround]:
    """The list of a day, by code."""
    return RefusalGround.objects.in_force(on).order_by("code")


def stated_grounds(said: Mapping[str, str], *, on: date) -> list[StatedGround]:
    """What an officer said by ground's code, with the list's words of the day.

    Raises MissingWords where nothing is said or a ground has no text, UnknownGround.
    """
    if not said or not all(text.strip() for text in said.values()):
        raise MissingWords
    known = {ground.code: ground for ground in grounds_in_force(on)}
    if said.keys() - known.keys():
        raise UnknownGround
    return [_stated(known[code], text.strip()) for code, text in said.items()]


def _stated(ground: RefusalGround, text: str) -> StatedGround:
    title = {language: getattr(ground, f"text_{language}") for language in ("kk", "ru", "en")}
    return {"code": ground.code, "title": title, "text": text, "verified": ground.verified}


def ground_title(stated: StatedGround, language: str) -> str:
    """In the language, in Kazakh where the list does not say it in that one."""
    return str(stated["title"].get(language) or stated["title"]["kk"])


def suggestions(case: Case) -> frozenset[str]:
    """What speaks for a refusal: checks that are not met, and a conclusion against."""
    run = CheckRun.objects.filter(submission__case=case).order_by("-pk").first()
    findings = run.findings if run else []
    failed = {finding["rule"] for finding in findings if finding["outcome"] in _SPEAKS_AGAINST}
    return frozenset(failed | ({AGAINST} if _concluded_against(case) else set()))


_SPEAKS_AGAINST = (Outcome.FAIL, Outcome.WARNING)


def _concluded_against(case: Case) -> bool:
    conclusions = CaseEvent.objects.filter(case=case, kind=EventKind.CONCLUDED)
    last = conclusions.order_by("-ordinal").first()
    return last is not None and not last.details["in_favour"]


def refusals_by_ground(events: Iterable[Mapping[str, Any]]) -> Counter[str]:
    """How many refusals name each ground; ``events`` are the details of refusals."""
    return Counter(ground["code"] for details in events for ground in details.get("grounds", []))


def refusals_of_year(year: int) -> Counter[str]:
    """By ground, every refusal of the year that was not cancelled since."""
    refusals = CaseEvent.objects.filter(
        kind=EventKind.REFUSED, at__year=year, notice__cancelled_by=None
    )
    return refusals_by_ground(refusals.values_list("details", flat=True).iterator())


@transaction.atomic
def load_shipped_settings(path: Path = SHIPPED_FILE) -> int:
    """Bring in the list and the hearing's setting where their series have no row yet."""
    content = read_strict(path)
    added = load_shipped_grounds(content["grounds"])
    if HearingSetting.objects.exists():
        return added
    row = _dated(content["hearing"])
    HearingSetting.objects.create(**{**row, "working_days": int(row["working_days"])})
    return added + 1


def load_shipped_grounds(grounds: Mapping[str, Any] | None = None) -> int:
    """Bring in the grounds whose code the list has never had."""
    known = set(RefusalGround.objects.values_list("code", flat=True))
    rows = grounds or read_strict(SHIPPED_FILE)["grounds"]
    new = [RefusalGround(code=code, **_dated(row)) for code, row in rows.items()]
    return len(RefusalGround.objects.bulk_create(g for g in new if g.code not in known))


def _dated(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "effective_from": date.fromisoformat(row["effective_from"])}
