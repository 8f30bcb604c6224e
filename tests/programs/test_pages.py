"""The room's pages: open to whom, in three languages, with a constant number of queries."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from accounts.models import Membership, Role
from programs import revisions
from programs.models import Programme, RateProposal, ReferenceRate, Revision
from programs.row_forms import (
    ConditionFormSet,
    TermsRowForm,
    conditions_of,
    initial_conditions,
    initial_of,
)
from tests.programs.conftest import MakeMember, make_programme, make_row
from tests.programs.rates import BASE, add_rate, correct_rate, proposed

LANGUAGES = ("kk", "ru", "en")
HEADER = {"number": "21", "decision": "№ 3", "decided": "10.01.2026", "effective_from": "1.2.2026"}


def url(name: str, *args: object, language: str = "ru") -> str:
    with translation.override(language):
        return reverse(f"programs:{name}", args=args)


def client_of(member: Membership) -> Client:
    client = Client()
    client.force_login(member.user)
    return client


@pytest.fixture
def draft(in_force: Revision, drafter: Membership) -> Revision:
    proposed(drafter, effective_from=date(2026, 5, 1))
    return revisions.draft_revision(by=drafter)


def propose(draft: Revision, drafter: Membership) -> None:
    days = {"decided": date(2026, 1, 10), "effective_from": date(2026, 2, 1)}
    revisions.set_header(
        draft.pk, by=drafter, number=21, decision="№ 3", summary={"ru": "Ставка"}, **days
    )
    revisions.propose(draft.pk, by=drafter)


PUBLIC = ("programme_list", "change_record", "reference_rates")


@pytest.mark.usefixtures("in_force")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PUBLIC)
def test_public_pages(client: Client, name: str, language: str) -> None:
    ReferenceRate.objects.create(**BASE)
    page = client.get(url(name, language=language))
    assert page.status_code == 200
    assert f'<html lang="{language}"' in page.content.decode()


@pytest.mark.usefixtures("in_force")
@pytest.mark.parametrize(
    ("language", "name", "rate"),
    [
        ("kk", "«Агробизнес» бағдарламасы", "17%"),
        ("ru", "Программа «Агробизнес»", "17\u00a0%"),
        ("en", "Agrobusiness programme", "17%"),
    ],
)
def test_a_programme_in_three_languages(
    client: Client, language: str, name: str, rate: str
) -> None:
    text = client.get(url("programme_detail", "45", language=language)).content.decode()
    assert name in text
    assert rate in text
    assert '<span lang="ru">Программа «Агробизнес»</span>' in text


@pytest.mark.parametrize(
    ("on", "shown", "hidden"),
    [
        ("31.01.2026", "17\u00a0%", "18,5\u00a0%"),
        ("01.02.2026", "18,5\u00a0%", "17\u00a0%"),
        ("2026-02-01", "18,5\u00a0%", "17\u00a0%"),
    ],
)
def test_the_terms_on_any_day(
    client: Client,
    draft: Revision,
    drafter: Membership,
    second_person: Membership,
    on: str,
    shown: str,
    hidden: str,
) -> None:
    row = draft.rows.get()
    revisions.edit_field(row.pk, "rate_percent", Decimal("18.5"), by=drafter)
    propose(draft, drafter)
    revisions.approve(draft.pk, by=second_person)
    text = client.get(url("programme_detail", "45"), {"on": on}).content.decode()
    assert shown in text
    assert hidden not in text


@pytest.mark.usefixtures("in_force")
def test_before_the_first_revision_nothing_is_claimed(client: Client) -> None:
    text = client.get(url("programme_detail", "45"), {"on": "28.07.2021"}).content.decode()
    assert "17" not in text.split("<main")[1].replace("2017", "")


@pytest.mark.usefixtures("in_force")
def test_a_day_that_is_none_is_said_and_kept(client: Client) -> None:
    page = client.get(url("programme_list"), {"on": "31.02.2026"})
    text = page.content.decode()
    assert page.status_code == 200
    assert 'value="31.02.2026"' in text
    assert "govuk-error-summary" in text


def test_an_unknown_programme(client: Client, db: None) -> None:
    assert client.get(url("programme_detail", "99")).status_code == 404


@pytest.mark.usefixtures("in_force")
def test_a_draft_is_nobody_elses(client: Client, draft: Revision, drafter: Membership) -> None:
    revisions.edit_field(draft.rows.get().pk, "rate_percent", Decimal("18.5"), by=drafter)
    for name in ("change_record", "programme_list"):
        assert "18,5" not in client.get(url(name)).content.decode()
    assert "18,5" not in client.get(url("programme_detail", "45")).content.decode()


# Written by hand: every page of the administrators, and how it is asked.
ADMINISTRATORS_PAGES: dict[str, tuple[str, Callable[[Revision], tuple[Any, ...]]]] = {
    "revision_list": ("get", lambda r: ()),
    "draft_revision": ("post", lambda r: ()),
    "revision_detail": ("get", lambda r: (r.pk,)),
    "edit_header": ("get", lambda r: (r.pk,)),
    "propose": ("post", lambda r: (r.pk,)),
    "approve": ("post", lambda r: (r.pk,)),
    "reject": ("post", lambda r: (r.pk,)),
    "withdraw": ("post", lambda r: (r.pk,)),
    "revision_rows": ("get", lambda r: (r.pk, "45")),
    "add_row": ("get", lambda r: (r.pk, "45")),
    "edit_table": ("get", lambda r: (r.pk, "45")),
    "edit_row": ("get", lambda r: (r.pk, r.rows.get().pk)),
    "remove_row": ("get", lambda r: (r.pk, r.rows.get().pk)),
    "rate_entries": ("get", lambda r: ()),
    "correct_rate": ("get", lambda r: (ReferenceRate.objects.get().pk,)),
    "rate_upload": ("get", lambda r: ()),
    "rate_proposal": ("get", lambda r: (RateProposal.objects.get().pk,)),
    "approve_rates": ("post", lambda r: (RateProposal.objects.get().pk,)),
    "reject_rates": ("post", lambda r: (RateProposal.objects.get().pk,)),
    "withdraw_rates": ("post", lambda r: (RateProposal.objects.get().pk,)),
}
POSTS_ONLY = (
    "draft_revision",
    "propose",
    "approve",
    "reject",
    "withdraw",
    "approve_rates",
    "reject_rates",
    "withdraw_rates",
)


@pytest.mark.parametrize("name", ADMINISTRATORS_PAGES)
def test_the_administrators_pages_are_theirs(
    client: Client, draft: Revision, make_member: MakeMember, name: str
) -> None:
    ReferenceRate.objects.create(**BASE)
    method, arguments = ADMINISTRATORS_PAGES[name]
    target = url(name, *arguments(draft))
    stranger = getattr(client, method)(target)
    assert stranger.status_code == 302
    assert stranger["Location"].startswith(reverse("account_login").replace("/kk/", "/ru/"))
    for role in Role:
        if role != Role.PROGRAMME_ADMIN:
            answer = getattr(client_of(make_member(role)), method)(target)
            assert answer.status_code == 403, role


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [n for n in ADMINISTRATORS_PAGES if n not in POSTS_ONLY])
def test_the_administrators_pages_open(
    draft: Revision, drafter: Membership, name: str, language: str
) -> None:
    ReferenceRate.objects.create(**BASE)
    target = url(name, *ADMINISTRATORS_PAGES[name][1](draft), language=language)
    assert client_of(drafter).get(target).status_code == 200


@pytest.mark.parametrize("name", POSTS_ONLY)
def test_acts_are_posts(draft: Revision, drafter: Membership, name: str) -> None:
    target = url(name, *ADMINISTRATORS_PAGES[name][1](draft))
    assert client_of(drafter).get(target).status_code == 405


def filled(row: Any, **changes: str) -> dict[str, str]:
    """The edit page's forms as a browser sends them back."""
    form = TermsRowForm(initial=initial_of(row))
    formset = ConditionFormSet(initial=initial_conditions(row), prefix="conditions")
    sent = {}
    for bound in [*form, *formset.management_form, *(f for part in formset for f in part)]:
        value = bound.value()
        sent[bound.html_name] = "" if value is None else str(value)
    return {**sent, **changes}


def test_a_row_saved_as_it_was_changes_nothing(draft: Revision, drafter: Membership) -> None:
    row = draft.rows.get()
    client = client_of(drafter)
    answer = client.post(url("edit_row", draft.pk, row.pk), filled(row))
    assert answer.status_code == 302
    assert not draft.events.filter(kind="row_changed").exists()


def test_the_whole_way_in_the_browser(
    draft: Revision, in_force: Revision, drafter: Membership, second_person: Membership
) -> None:
    row = draft.rows.get()
    first, second = client_of(drafter), client_of(second_person)
    changes = {"rate_percent": "18,5", "conditions-0-text_kk": "Жаңа шарт"}
    first.post(url("edit_row", draft.pk, row.pk), filled(row, **changes))
    first.post(url("edit_header", draft.pk), HEADER)
    text = first.get(url("revision_detail", draft.pk)).content.decode()
    assert "18,5\u00a0%" in text
    assert "17\u00a0%" in text
    first.post(url("propose", draft.pk))
    first.post(url("approve", draft.pk))
    assert Revision.objects.get(pk=draft.pk).state == "proposed"
    second.post(url("approve", draft.pk))
    draft = Revision.objects.get(pk=draft.pk)
    assert (draft.state, draft.effective_from) == ("approved", date(2026, 2, 1))
    assert draft.rows.get().conditions[0]["kk"] == "Жаңа шарт"
    assert in_force.rows.get().rate_percent == Decimal("17")
    assert "18,5" in Client().get(url("change_record")).content.decode()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"rate_percent": "много"}, "rate_percent"),
        ({"term_months_max": "0"}, "term_months_max"),
        ({"channel": ""}, "channel"),
        ({"grace_share_of_term": "4/3"}, "grace_share_of_term"),
    ],
)
def test_an_error_stands_at_its_field_and_keeps_what_was_typed(
    draft: Revision, drafter: Membership, changes: dict[str, str], field: str
) -> None:
    row = draft.rows.get()
    page = client_of(drafter).post(url("edit_row", draft.pk, row.pk), filled(row, **changes))
    text = page.content.decode()
    assert page.status_code == 200
    assert f'id="id_{field}_error"' in text
    assert next(iter(changes.values())) in text


def test_a_rows_form_says_what_its_amounts_are_in(draft: Revision, drafter: Membership) -> None:
    page = client_of(drafter).get(url("edit_row", draft.pk, draft.rows.get().pk))
    assert "Валюта кредита; его суммы указаны в тенге" in page.content.decode()


def test_a_second_administrator_does_not_edit(draft: Revision, second_person: Membership) -> None:
    row = draft.rows.get()
    client = client_of(second_person)
    client.post(url("edit_row", draft.pk, row.pk), filled(row, rate_percent="1"))
    client.post(url("remove_row", draft.pk, row.pk))
    client.post(url("edit_header", draft.pk), HEADER)
    assert draft.rows.get().rate_percent == Decimal("17")
    assert Revision.objects.get(pk=draft.pk).decision == ""


def test_a_condition_emptied_is_dropped(draft: Revision) -> None:
    row = draft.rows.get()
    empty = {f"conditions-0-text_{code}": "" for code in LANGUAGES}
    formset = ConditionFormSet(filled(row, **empty), prefix="conditions")
    assert formset.is_valid()
    assert conditions_of(formset) == []


def test_a_rate_is_proposed_approved_and_corrected(
    drafter: Membership, second_person: Membership
) -> None:
    first, second = client_of(drafter), client_of(second_person)
    sent = {
        "kind": "base_rate",
        "currency": "KZT",
        "value_percent": "17,5",
        "effective_from": "09.03.2026",
        "source": "nationalbank.kz",
    }
    first.post(url("rate_entries"), sent)
    assert not ReferenceRate.objects.exists(), "a proposed rate counts nowhere"
    again = first.post(url("rate_entries"), sent)
    assert again.status_code == 200
    assert RateProposal.objects.count() == 1
    proposal = RateProposal.objects.get()
    first.post(url("approve_rates", proposal.pk))
    assert not ReferenceRate.objects.exists(), "its proposer approved it"
    second.post(url("approve_rates", proposal.pk))
    entered = ReferenceRate.objects.get()
    assert (entered.value_percent, entered.author) == (Decimal("17.5"), drafter)
    taken = first.post(url("rate_entries"), sent)
    assert 'id="id_effective_from_error"' in taken.content.decode()

    correction = {**sent, "value_percent": "17,25", "reason": "Ошибка"}
    second.post(url("correct_rate", entered.pk), correction)
    assert ReferenceRate.objects.current().get().value_percent == Decimal("17.5")
    first.post(url("approve_rates", RateProposal.objects.latest("pk").pk))
    assert ReferenceRate.objects.current().get().value_percent == Decimal("17.25")
    assert "Ошибка" in first.get(url("rate_entries")).content.decode()
    assert "17,5" in Client().get(url("reference_rates")).content.decode()


def test_the_history_as_a_file_has_the_corrected_row_too(
    client: Client, drafter: Membership
) -> None:
    wrong = add_rate(by=drafter, **{**BASE, "value_percent": Decimal("71.5")})
    correct_rate(wrong.pk, by=drafter, reason="Figures swapped", **BASE)
    answer = client.get(url("export_rates", "csv", language="en"))
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    right, replaced = text.splitlines()[1:]
    assert "17.5" in right
    assert "Figures swapped" not in right
    assert "71.5" in replaced
    assert "Figures swapped" in replaced


def test_the_only_administrator_is_told_what_to_do(
    drafter: Membership, make_member: MakeMember
) -> None:
    proposal = proposed(drafter)
    told = f'href="{reverse("accounts:team").replace("/kk/", "/en/").replace("/ru/", "/en/")}"'
    target = url("rate_proposal", proposal.pk, language="en")
    client = client_of(drafter)
    assert "only programme administrator" in client.get(target).content.decode()
    assert told in client.get(target).content.decode()
    make_member()
    assert "only programme administrator" not in client.get(target).content.decode()


def queries(client: Client, target: str) -> int:
    """Of a process that has shown the page before, and keeps what never changes."""
    client.get(target)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(target).status_code == 200
    return len(captured)


def grow(revision: Revision, programme: Programme) -> None:
    """Two more rows, programmes and rates."""
    for number, channel in enumerate(("mfo", "bank"), 2):
        other = make_programme(f"5{number}", number)
        make_row(revision, programme, channel=channel)
        make_row(revision, other)
        ReferenceRate.objects.create(**{**BASE, "effective_from": date(2026, 4, number)})


@pytest.mark.parametrize("name", [*PUBLIC, "programme_detail"])
def test_public_pages_ask_a_constant_number_of_questions(
    client: Client, in_force: Revision, agrobusiness: Programme, name: str
) -> None:
    ReferenceRate.objects.create(**BASE)
    target = url(name, *(["45"] if name == "programme_detail" else []))
    client.get(target)
    few = queries(client, target)
    grow(in_force, agrobusiness)
    assert queries(client, target) == few


@pytest.mark.parametrize(
    "name", ["revision_list", "revision_detail", "revision_rows", "rate_entries", "rate_proposal"]
)
def test_administrators_pages_ask_a_constant_number_of_questions(
    draft: Revision, agrobusiness: Programme, drafter: Membership, name: str
) -> None:
    ReferenceRate.objects.create(**BASE)
    client = client_of(drafter)
    target = url(name, *ADMINISTRATORS_PAGES[name][1](draft))
    client.get(target)
    few = queries(client, target)
    grow(draft, agrobusiness)
    revisions.draft_revision(by=drafter)
    revisions.draft_revision(by=drafter)
    assert queries(client, target) == few


def test_the_record_asks_a_constant_number_of_questions(
    client: Client, draft: Revision, drafter: Membership, second_person: Membership
) -> None:
    def approve_next(revision: Revision, month: int) -> None:
        row = revision.rows.get()
        revisions.edit_field(row.pk, "rate_percent", Decimal(month), by=drafter)
        first_day = date(2026, month, 1)
        revisions.set_header(
            revision.pk,
            by=drafter,
            number=revision.number,
            decision="№ 3",
            decided=first_day,
            effective_from=first_day,
            summary={},
        )
        revisions.propose(revision.pk, by=drafter)
        revisions.approve(revision.pk, by=second_person)

    approve_next(draft, 2)
    few = queries(client, url("change_record"))
    approve_next(revisions.draft_revision(by=drafter), 3)
    approve_next(revisions.draft_revision(by=drafter, undo_latest=True), 4)
    assert queries(client, url("change_record")) == few
