"""The editions of the order: which wording holds on a day, and how editions come in."""

from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from applications.models import Case, GoodsListEdition, GoodsListEntry, OrderEdition
from norms.strict_yaml import read_strict

DATA = Path(__file__).resolve().parent / "data"
EDITIONS_FILE = DATA / "order_editions.yaml"
GOODS_LIST_SAMPLE = DATA / "goods_list_sample.yaml"


class NoEditionInForce(LookupError):
    """The order had not begun on that day."""


class NotTheSample(ValueError):
    """A sample must say that it is one, and nothing else may say so."""


def edition_in_force(on: date) -> OrderEdition:
    """The order's edition on a day. Raises NoEditionInForce."""
    edition = OrderEdition.objects.in_force(on).first()
    if edition is None:
        raise NoEditionInForce(on.isoformat())
    return edition


def edition_of(case: Case, *, on: date) -> OrderEdition:
    """The case's own edition once submitted, before that the one in force."""
    return case.edition or edition_in_force(on)


@transaction.atomic
def load_editions(path: Path = EDITIONS_FILE) -> int:
    """Bring in editions not known yet; a known one, edited since or not, stays as it is."""
    added = 0
    for code, content in read_strict(path)["editions"].items():
        _edition, created = OrderEdition.objects.get_or_create(
            code=code, defaults=_edition_fields(content)
        )
        added += created
    return added


def _edition_fields(content: dict[str, Any]) -> dict[str, Any]:
    return {**content, "effective_from": date.fromisoformat(content["effective_from"])}


@transaction.atomic
def load_goods_list(path: Path, *, sample: bool) -> GoodsListEdition | None:
    """Bring in an edition of annex 2; None when one of that day is there already.

    Raises NotTheSample when the file and ``sample`` disagree on what it is.
    """
    content = read_strict(path)
    if content["is_sample"] is not sample:
        raise NotTheSample(str(path))
    edition, created = GoodsListEdition.objects.get_or_create(
        effective_from=date.fromisoformat(content["effective_from"]),
        defaults={name: content[name] for name in ("title", "is_sample", "source")},
    )
    if not created:
        return None
    GoodsListEntry.objects.bulk_create(
        GoodsListEntry(edition=edition, hs_prefix=prefix, **names)
        for prefix, names in content["entries"].items()
    )
    return edition
