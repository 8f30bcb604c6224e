"""Cases that were there before: the columns of their lists; an index to search them by."""

import contextlib
from decimal import Decimal
from typing import Any

from django.db import DatabaseError, migrations, transaction

from applications.folding import search_words

BATCH = 500
FIELDS = [
    "buyer_name",
    "buyer_country",
    "lender_kind",
    "lender_name",
    "contract_number",
    "contract_key",
    "financing_amount",
    "financing_currency",
    "search_text",
]


def fill(apps: Any, schema_editor: Any) -> None:
    cases = apps.get_model("applications", "Case").objects.select_related("organisation")
    keys = list(cases.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        batch = list(cases.filter(pk__in=keys[start : start + BATCH]).order_by("pk"))
        _fill_batch(apps, batch)
        cases.model.objects.bulk_update(batch, FIELDS)


def _fill_batch(apps: Any, batch: list[Any]) -> None:
    submissions = apps.get_model("applications", "Submission").objects
    sections = apps.get_model("applications", "DraftSection").objects
    last = {s.case_id: s for s in submissions.filter(case__in=batch).order_by("ordinal")}
    drafts = {s.case_id: s for s in sections.filter(case__in=batch, section="buyer")}
    for case in batch:
        if case.pk in last:
            _as_filed(case, last[case.pk])
        elif case.pk in drafts:
            case.buyer_name = str(drafts[case.pk].answers.get("buyer_name", ""))[:300]
        case.search_text = _search_text(case)


def _as_filed(case: Any, submission: Any) -> None:
    answers = submission.answers
    case.buyer_name = submission.buyer_name
    case.buyer_country = submission.buyer_country
    case.lender_kind = answers["lender"]["lender_kind"]
    case.lender_name = submission.lender_name
    case.contract_number = answers["contract"]["contract_number"]
    case.contract_key = submission.contract_key
    case.financing_amount = Decimal(submission.financing_amount)
    case.financing_currency = submission.financing_currency


def _search_text(case: Any) -> str:
    organisation = case.organisation
    told = (
        case.number or "",
        organisation.business_number,
        organisation.name_kk,
        organisation.name_ru,
        case.buyer_name,
        case.contract_number,
        case.lender_name,
    )
    return " ".join(word for text in told for word in search_words(text))


def index_trigrams(apps: Any, schema_editor: Any) -> None:
    """Without the right to install pg_trgm the search works as well, only slower."""
    if schema_editor.connection.vendor != "postgresql":
        return
    with (
        contextlib.suppress(DatabaseError),
        transaction.atomic(),
        schema_editor.connection.cursor() as cursor,
    ):
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        cursor.execute(
            "CREATE INDEX case_search_trigrams ON applications_case"
            " USING gin (search_text gin_trgm_ops)"
        )


def drop_trigrams(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX IF EXISTS case_search_trigrams")


class Migration(migrations.Migration):
    dependencies = [("applications", "0005_case_list_columns")]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(index_trigrams, drop_trigrams),
    ]
