"""The figures of all rows of a programme on one page: saved together or not at all."""

from decimal import Decimal

import pytest
from django.test import Client

from accounts.models import Membership
from programs import revisions
from programs.models import Programme, Revision, RevisionEvent
from programs.revision_errors import NotAllowed, RowsRefused, WrongState
from tests.programs.conftest import make_row
from tests.programs.test_pages import client_of, propose, queries, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(in_force: Revision, agrobusiness: Programme, drafter: Membership) -> Revision:
    make_row(in_force, agrobusiness, channel="mfo", rate_percent=Decimal(9))
    return revisions.draft_revision(by=drafter)


def sent(draft: Revision, **of_mfo: str) -> dict[str, str]:
    """The page as it stands, with other figures in the row of the microfinance channel."""
    fields: dict[str, str] = {}
    for row in draft.rows.all():
        figures = {"rate_percent": str(row.rate_percent), "term_months_max": "120"}
        changes = of_mfo if row.channel == "mfo" else {}
        fields |= {f"row-{row.pk}-{name}": v for name, v in {**figures, **changes}.items()}
    return fields


def post(draft: Revision, by: Membership, **of_mfo: str) -> tuple[int, str]:
    answer = client_of(by).post(url("edit_table", draft.pk, "45"), sent(draft, **of_mfo))
    return answer.status_code, answer.content.decode()


def rates(draft: Revision) -> dict[str, Decimal | None]:
    return dict(draft.rows.values_list("channel", "rate_percent"))


def test_only_what_changed_is_written(draft: Revision, drafter: Membership) -> None:
    assert post(draft, drafter, rate_percent="9,5", grace_months_max="12")[0] == 302
    assert rates(draft) == {"direct": Decimal(17), "mfo": Decimal("9.5")}
    (event,) = draft.events.filter(kind=RevisionEvent.Kind.ROW_CHANGED)
    assert event.details["row"]["channel"] == "mfo"
    assert set(event.details["fields"]) == {"rate_percent", "grace_months_max"}


def test_a_page_saved_as_it_was_changes_nothing(draft: Revision, drafter: Membership) -> None:
    assert post(draft, drafter)[0] == 302
    assert not draft.events.filter(kind=RevisionEvent.Kind.ROW_CHANGED).exists()


@pytest.mark.parametrize(
    "faulty",
    [
        {"rate_percent": "many"},
        {"rate_percent": ""},
        {"amount_min": "10", "amount_max": "5"},
        {"term_months_max": "0"},
    ],
    ids=["no number", "a kind without its rate", "amounts upside down", "no month"],
)
def test_one_faulty_row_and_none_is_saved(
    draft: Revision, drafter: Membership, faulty: dict[str, str]
) -> None:
    body = sent(draft, **faulty)
    direct = draft.rows.get(channel="direct")
    body[f"row-{direct.pk}-rate_percent"] = "16"
    page = client_of(drafter).post(url("edit_table", draft.pk, "45"), body)
    assert page.status_code == 200
    assert "govuk-error-summary" in page.content.decode()
    assert rates(draft) == {"direct": Decimal(17), "mfo": Decimal(9)}


def test_the_act_itself_is_all_or_nothing(draft: Revision, drafter: Membership) -> None:
    good, bad = draft.rows.get(channel="direct"), draft.rows.get(channel="mfo")
    values = {good.pk: {"rate_percent": Decimal(16)}, bad.pk: {"rate_percent": None}}
    with pytest.raises(RowsRefused) as refusal:
        revisions.edit_rows(draft.pk, values, by=drafter)
    assert set(refusal.value.faults) == {bad.pk}
    assert rates(draft)["direct"] == Decimal(17)


def test_only_the_drafter_and_only_a_draft(
    draft: Revision, drafter: Membership, second_person: Membership, in_force: Revision
) -> None:
    row = draft.rows.get(channel="direct")
    values = {row.pk: {"rate_percent": Decimal(1)}}
    with pytest.raises(NotAllowed):
        revisions.edit_rows(draft.pk, values, by=second_person)
    assert post(draft, second_person, rate_percent="1")[0] == 302
    foreign = {in_force.rows.get(channel="direct").pk: {"rate_percent": Decimal(1)}}
    assert revisions.edit_rows(draft.pk, foreign, by=drafter) == 0, "another revision's row"
    propose(draft, drafter)
    with pytest.raises(WrongState):
        revisions.edit_rows(draft.pk, values, by=drafter)
    assert Decimal(1) not in rates(draft).values()
    assert Decimal(1) not in rates(in_force).values()


def test_the_page_asks_a_constant_number_of_questions(
    draft: Revision, agrobusiness: Programme, drafter: Membership
) -> None:
    client: Client = client_of(drafter)
    target = url("edit_table", draft.pk, "45")
    client.get(target)
    few = queries(client, target)
    for channel in ("bank", "leasing"):
        make_row(draft, agrobusiness, channel=channel)
    assert queries(client, target) == few
