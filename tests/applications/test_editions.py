"""The order's editions decide the wording by day; loading never undoes an edit."""

from datetime import date

import pytest
from django.contrib.admin.sites import AdminSite
from django.core.management import CommandError, call_command

from accounts.models import User
from applications.admin import OrderEditionAdmin
from applications.editions import (
    GOODS_LIST_SAMPLE,
    NoEditionInForce,
    NotTheSample,
    edition_in_force,
    load_editions,
    load_goods_list,
)
from applications.models import GoodsListEdition, GoodsListEntry, OrderEdition
from tests.applications.cases import make_case

pytestmark = pytest.mark.django_db
DOMESTIC, PRODUCED = "отандық", "Қазақстанда шығарылған"


@pytest.mark.parametrize(
    ("day", "wording", "other"),
    [
        (date(2025, 7, 31), DOMESTIC, PRODUCED),
        (date(2025, 8, 1), PRODUCED, DOMESTIC),
        (date(2026, 11, 20), PRODUCED, DOMESTIC),
    ],
)
def test_the_day_decides_the_wording(day, wording, other):
    load_editions()
    edition = edition_in_force(day)
    assert wording in edition.title_kk
    assert wording in edition.form_heading_kk
    assert other not in edition.title_kk + edition.form_heading_kk + edition.form_opening_kk


def test_before_the_order_there_is_no_edition():
    load_editions()
    with pytest.raises(NoEditionInForce):
        edition_in_force(date(2022, 9, 29))


def test_the_form_of_the_new_edition_begins_with_its_first_paragraph():
    load_editions()
    opening = edition_in_force(date(2025, 8, 1)).form_opening_kk
    assert opening.startswith("Қабылданған халықаралық міндеттемелерді ескере отырып")
    assert opening.endswith("қаржы агентінің қарауына бастамашылық жасауыңызды сұраймын:")


def test_what_no_source_says_is_left_empty_and_unverified():
    load_editions()
    assert edition_in_force(date(2023, 1, 1)).form_opening_kk == ""
    assert not OrderEdition.objects.filter(verified=True).exists()


def test_texts_fit_their_columns():
    load_editions()
    for edition in OrderEdition.objects.all():
        edition.full_clean(exclude=["form_opening_kk"])


def test_loading_twice_adds_nothing_and_keeps_a_later_edit():
    assert load_editions() == 2
    OrderEdition.objects.filter(effective_from=date(2025, 8, 1)).update(
        effective_from=date(2025, 8, 3), verified=True
    )
    assert load_editions() == 0
    assert edition_in_force(date(2025, 8, 2)).effective_from == date(2022, 9, 30)


def test_the_goods_list_that_ships_says_everywhere_that_it_is_a_sample():
    edition = load_goods_list(GOODS_LIST_SAMPLE, sample=True)
    assert edition is not None
    assert edition.is_sample
    assert "SAMPLE" in edition.title
    entries = list(GoodsListEntry.objects.all())
    assert entries
    assert all("SAMPLE" in entry.name_en and "ҮЛГІ" in entry.name_kk for entry in entries)


def test_a_sample_does_not_pass_as_the_official_list():
    with pytest.raises(NotTheSample):
        load_goods_list(GOODS_LIST_SAMPLE, sample=False)
    assert not GoodsListEdition.objects.exists()


def test_a_list_of_a_day_is_loaded_once():
    load_goods_list(GOODS_LIST_SAMPLE, sample=True)
    many = GoodsListEntry.objects.count()
    assert load_goods_list(GOODS_LIST_SAMPLE, sample=True) is None
    assert GoodsListEntry.objects.count() == many


def test_the_commands(capsys):
    call_command("load_order")
    call_command("load_goods_list", "--sample")
    assert "2 editions, 4 time limits added" in capsys.readouterr().out
    assert GoodsListEdition.objects.get().is_sample
    with pytest.raises(CommandError):
        call_command("load_goods_list")
    with pytest.raises(CommandError):
        call_command("load_goods_list", str(GOODS_LIST_SAMPLE))


def test_the_words_of_an_edition_that_a_case_rests_on_are_only_read(rf):
    load_editions()
    edition = edition_in_force(date(2026, 1, 20))
    page = OrderEditionAdmin(OrderEdition, AdminSite())
    request = rf.get("/")
    request.user = User.objects.create_superuser("root@example.invalid", "a long password")
    assert "title_kk" in page.get_form(request, edition).base_fields
    make_case()
    still = set(page.get_form(request, edition).base_fields)
    assert still == {"effective_from", "source", "verified"}
