"""Goods rows pasted from a spreadsheet, through Django's client."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from applications.answers import draft_answers
from applications.drafts import save_section, start_draft
from applications.editions import GOODS_LIST_SAMPLE, load_editions, load_goods_list
from applications.form_sections import SECTION_OF_CODE
from applications.models import Case, GoodsListEdition
from tests.applications.cases import make_case
from tests.people import make_membership

pytestmark = pytest.mark.django_db
GOODS = SECTION_OF_CODE["goods"]
HEADING = "HS code\tGoods\tQuantity\tUnit\tPrice\tAmount\tProof of origin\tCertificate\tIssued on"
ROW = "843231\tSeeder\t2\tpiece\t10\t20\tST-KZ\tKZ 1\t01.09.2025"


@pytest.fixture(autouse=True)
def _order(settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    load_editions()
    with translation.override("en"):
        yield


@pytest.fixture
def person():
    return make_membership()


@pytest.fixture
def exporter(client, person):
    client.force_login(person.user)
    return client


@pytest.fixture
def draft(person):
    return start_draft(by=person)


def url(name, *args):
    return reverse(f"applications:{name}", args=args)


def rows_of(case):
    return draft_answers(case).raw.get("goods", {}).get("rows", [])


def paste(client, case, text, **more):
    return client.post(url("paste_goods", case.pk), {"pasted": text, **more})


def test_a_preview_saves_nothing_and_keeps_what_was_pasted(exporter, draft):
    page = paste(exporter, draft, f"{HEADING}\n{ROW}").content.decode()
    assert "1 row. Nothing is saved yet." in page
    assert "Seeder" in page.split("<textarea")[0]
    assert "Seeder" in page.split("<textarea")[1]
    assert rows_of(draft) == []


def test_errors_stand_by_row_and_column(exporter, draft):
    page = paste(exporter, draft, f"{HEADING}\n{ROW}\n10129\tPipe\tx\tkg").content.decode()
    assert "Row 3, HS code:</strong> “10129”: an odd number of figures." in page
    assert "Row 3, Quantity:</strong> Enter figures only" in page
    assert page.count("Row 3, HS code:") == 1, "what was left empty is not told as missing too"


def test_rows_are_put_into_an_empty_table_then_added_then_replaced(exporter, draft):
    paste(exporter, draft, ROW, replace="1", version="0")
    assert [row["description"] for row in rows_of(draft)] == ["Seeder"]
    paste(exporter, draft, ROW.replace("Seeder", "Plough"), add="1", version="1")
    assert [row["description"] for row in rows_of(draft)] == ["Seeder", "Plough"]
    paste(exporter, draft, ROW.replace("Seeder", "Tank"), replace="1", version="2")
    assert [row["description"] for row in rows_of(draft)] == ["Tank"]


def test_a_double_click_adds_once(exporter, draft):
    paste(exporter, draft, ROW, replace="1", version="0")
    paste(exporter, draft, ROW, add="1", version="1")
    again = paste(exporter, draft, ROW, add="1", version="1")
    assert "The table has changed since" in again.content.decode()
    assert len(rows_of(draft)) == 2


def test_no_more_rows_than_the_table_holds(exporter, draft):
    paste(exporter, draft, "\n".join([ROW] * 49), replace="1", version="0")
    page = paste(exporter, draft, f"{ROW}\n{ROW}").content.decode()
    assert 'name="add"' not in page
    page = paste(exporter, draft, f"{ROW}\n{ROW}", add="1", version="1").content.decode()
    assert "That would make 51 entries" in page
    assert len(rows_of(draft)) == 49


def test_what_cannot_be_read_is_an_error_at_the_field(exporter, draft):
    page = paste(exporter, draft, "one column\nonly").content.decode()
    assert "There is only one column" in page
    assert 'href="#id_pasted"' in page
    assert "one column\nonly" in page


def test_the_section_s_button_saves_and_leads_there(exporter, draft):
    data = {"rows-TOTAL_FORMS": "1", "rows-0-description": "Kept", "version": "0", "paste": "1"}
    answer = exporter.post(url("section", draft.pk, "goods"), data)
    assert answer.url == url("paste_goods", draft.pk)
    assert rows_of(draft)[0]["description"] == "Kept"


def test_a_script_reads_a_block_from_any_column(exporter, draft):
    answer = exporter.post(
        url("read_pasted", draft.pk), {"pasted": "2\tpiece\n1,234\tkg", "first": "quantity"}
    )
    assert answer.json()["rows"] == [
        {"quantity": "2", "unit": "piece"},
        {"quantity": "1,234", "unit": "kg"},
    ]
    assert answer.json()["told"][0].startswith("Row 2, Quantity: “1,234”")
    assert rows_of(draft) == []


def test_a_stranger_and_a_filed_case(client, draft):
    client.force_login(make_membership().user)
    assert paste(client, draft, ROW).status_code == 404
    filed = make_case("submitted")
    client.force_login(filed.cast.applicant.user)
    assert paste(client, filed, ROW, replace="1", version="1").status_code == 302
    assert Case.objects.get(pk=filed.pk).state == "submitted"


def test_the_preview_costs_the_same_for_one_row_and_three(exporter, draft):
    counts = []
    for many in (1, 3):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            paste(exporter, draft, "\n".join([ROW] * many))
        counts.append(len(queries))
    assert counts[0] == counts[1]


# The goods list


def suggested(client, typed):
    return client.get(url("goods_suggestions"), {"q": typed}).json()


def test_suggestions_cover_and_continue_the_typed_digits(exporter):
    load_goods_list(GOODS_LIST_SAMPLE, sample=True)
    assert [one["value"] for one in suggested(exporter, "843")["found"]] == ["8432", "8433"]
    covered = suggested(exporter, "8504 23.10")
    assert [one["value"] for one in covered["found"]] == ["850423"]
    assert covered["told"] == (
        "85042310: on the list, under 850423. The portal holds a sample, not the official list."
    )
    missing = suggested(exporter, "9999")
    assert missing["found"] == []
    assert "9999 is not on the list." in missing["told"]


@pytest.mark.parametrize("typed", ["", "8", "84x", "٨٤", "1" * 11, "\x00"])
def test_no_code_no_suggestion(exporter, typed):
    load_goods_list(GOODS_LIST_SAMPLE, sample=True)
    assert suggested(exporter, typed)["found"] == []


def test_a_sample_s_names_stay_out_of_an_application(exporter):
    edition = load_goods_list(GOODS_LIST_SAMPLE, sample=True)
    assert suggested(exporter, "8432")["found"][0]["name"] == ""
    GoodsListEdition.objects.filter(pk=edition.pk).update(is_sample=False)
    assert suggested(exporter, "8432")["found"][0]["name"].startswith("SAMPLE")


def test_no_list_is_said(exporter):
    assert suggested(exporter, "8432")["told"] == "The portal holds no goods list for this day."
    assert "The portal holds no goods list" in exporter.get(url("goods_list")).content.decode()


def test_too_many_questions_are_refused(exporter, monkeypatch):
    monkeypatch.setattr("applications.goods_list_views.SuggestionThrottle.rate", "1/min")
    assert exporter.get(url("goods_suggestions")).status_code == 200
    assert exporter.get(url("goods_suggestions")).status_code == 429


@pytest.mark.parametrize(
    ("typed", "code"),
    [("8432", "8432"), ("егін", "8433"), ("ЕГИН", "8433"), ("вагоны", "8606"), ("freight", "8606")],
)
def test_the_list_is_searched_by_code_and_in_three_languages(exporter, typed, code):
    load_goods_list(GOODS_LIST_SAMPLE, sample=True)
    page = exporter.get(url("goods_list"), {"q": typed}).content.decode()
    assert "1 entry" in page
    assert f'class="govuk-table__header">{code}</th>' in page
    assert "This is a sample" in page


def test_suggestions_cost_the_same_for_a_short_and_a_long_list(exporter):
    edition = load_goods_list(GOODS_LIST_SAMPLE, sample=True)
    suggested(exporter, "84")
    counts = []
    for more in range(2):
        with CaptureQueriesContext(connection) as queries:
            suggested(exporter, "84")
        counts.append(len(queries))
        edition.entries.create(hs_prefix=f"840{more}")
    assert counts[0] == counts[1]


# Selects found by all their names


def test_countries_carry_their_names_in_three_languages(exporter, draft):
    page = exporter.get(url("section", draft.pk, "buyer")).content.decode()
    assert 'data-names="Өзбекстан|Узбекистан|Uzbekistan"' in page
    assert page.count("data-names=") > 240
    assert "data-combobox" in page


def test_the_place_named_with_the_terms_of_delivery_is_kept(draft, person):
    contract = SECTION_OF_CODE["contract"]
    save_section(draft.pk, contract, {"delivery_place": "Ақтау"}, expected_version=0, by=person)
    assert draft_answers(draft).raw["contract"]["delivery_place"] == "Ақтау"
    assert len(dict(contract.form.base_fields["incoterms"].choices)) == 12
