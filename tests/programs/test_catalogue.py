"""Loading the catalogue: once, whole, and never over what staff did since."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.forms.models import model_to_dict

from accounts.models import Membership
from programs import revisions
from programs.catalogue import Loaded, load_catalogue, paragraph_order
from programs.models import Programme, ReferenceRate, Revision, RevisionEvent, TermsRow
from tests.programs.rates import correct_rate

pytestmark = pytest.mark.django_db
EVERYTHING = (Programme, Revision, TermsRow, ReferenceRate, RevisionEvent)


def snapshot() -> list[object]:
    return [
        model_to_dict(thing) | {"pk": thing.pk}
        for model in EVERYTHING
        for thing in model._default_manager.order_by("pk")
    ]


def test_what_is_loaded() -> None:
    assert load_catalogue() == Loaded(programmes=13, terms_rows=136, reference_rates=16)
    revision = Revision.objects.get()
    assert (revision.number, revision.decided) == (20, date(2021, 7, 29))
    assert revision.drafted_by is None
    paragraphs = [p.paragraph for p in Programme.objects.all()]
    assert paragraphs == sorted(paragraphs, key=paragraph_order)
    assert paragraphs[0] == "44"
    assert Programme.objects.get(paragraph="49").status == "repealed"
    ended = Programme.objects.get(paragraph="50-5")
    assert (ended.status, ended.ended_on) == ("ended", date(2021, 12, 20))


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (
            ("45", "bank", "republican_budget", "fixed_assets", "bb_plus_and_above"),
            {"rate_percent": Decimal("2.8"), "margin_cap_percent": Decimal("4")},
        ),
        (
            ("45", "credit_partnership", "own_and_borrowed", "working_capital", ""),
            {"rate_percent": Decimal("13"), "term_months_max": 360, "rate_kind": "up_to"},
        ),
        (
            ("45", "direct", "national_fund", "fixed_assets", ""),
            {"rate_percent": Decimal("6"), "term_months_max": 144, "grace_months_max": 36},
        ),
        (
            ("50-6", "direct", "national_bank", "working_capital", ""),
            {"subsidised_rate_percent": Decimal("6"), "amount_min": Decimal("50000000")},
        ),
    ],
)
def test_some_cells_of_the_source(key: tuple[str, ...], expected: dict[str, object]) -> None:
    load_catalogue()
    paragraph, channel, source, purpose, step = key
    row = TermsRow.objects.get(
        programme__paragraph=paragraph,
        channel=channel,
        source=source,
        purpose=purpose,
        rating_step=step,
    )
    assert {name: getattr(row, name) for name in expected} == expected


def test_a_second_run_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_catalogue")
    before = snapshot()
    call_command("load_catalogue")
    assert snapshot() == before
    assert "0 programmes, 0 rows of terms, 0 reference rates" in capsys.readouterr().out


def test_never_over_a_later_edit(drafter: Membership, second_person: Membership) -> None:
    load_catalogue()
    approve_revision_21(drafter, second_person)
    Programme.objects.filter(paragraph="45").update(name_en="Renamed")
    correct_a_rate(drafter)
    before = snapshot()
    assert load_catalogue() == Loaded(0, 0, 0)
    assert snapshot() == before


def approve_revision_21(drafter: Membership, second_person: Membership) -> None:
    draft = revisions.draft_revision(by=drafter)
    row = draft.rows.filter(channel="direct").first()
    assert row is not None
    revisions.edit_field(row.pk, "rate_percent", Decimal("1"), by=drafter)
    revisions.set_header(
        draft.pk,
        by=drafter,
        number=21,
        decision="№ 1",
        decided=date(2026, 1, 1),
        effective_from=date(2026, 1, 1),
        summary={},
    )
    revisions.propose(draft.pk, by=drafter)
    revisions.approve(draft.pk, by=second_person)


def correct_a_rate(by: Membership) -> None:
    wrong = ReferenceRate.objects.get(kind="base_rate", effective_from=date(2025, 10, 13))
    correct_rate(
        wrong.pk,
        by=by,
        reason="Wrong day",
        kind="base_rate",
        currency="KZT",
        term_bucket="",
        value_percent=Decimal("18"),
        decided=date(2025, 10, 10),
        decision="",
        effective_from=date(2025, 10, 14),
        known_until=None,
        source="nationalbank.kz",
        verified=True,
    )


def test_a_removed_programme_row_does_not_come_back(drafter: Membership) -> None:
    """Only the first loading writes terms, even where a draft lacks a row."""
    load_catalogue()
    draft = revisions.draft_revision(by=drafter)
    row = draft.rows.first()
    assert row is not None
    revisions.remove_row(row.pk, by=drafter)
    load_catalogue()
    assert draft.rows.count() == 135
