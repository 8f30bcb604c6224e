"""Lists of cases: filters, orders, the way back, saved views, files and their record."""

import csv
import io
import zipfile
from datetime import timedelta
from decimal import Decimal
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from applications import saved_views
from applications.case_errors import NotAllowed
from applications.models import Case, CaseState, DefaultView, ListExport, SavedView
from languages.choices import country_name
from norms.append_only import HistoryIsAppendOnly
from tests.applications.cases import SUBMITTED_AT, Cast, make_case
from tests.people import make_membership, make_organisation

pytestmark = pytest.mark.django_db
QUEUE = "applications:queue"


@pytest.fixture
def cast():
    return Cast()


@pytest.fixture
def as_(client):
    def sign_in(membership):
        client.force_login(membership.user)
        return client

    return sign_in


def listed(client, **query):
    response = client.get(reverse(QUEUE), query)
    assert response.status_code == 200
    return [row.case.number for row in response.context["rows"]]


@pytest.fixture
def three(cast):
    """Two of one exporter, one of another one: with Kazakh letters, dollars and later."""
    other = Cast(
        applicant=make_membership(
            organisation=make_organisation(name_ru="ТОО «Жетысу»", name_kk="«Жетісу Құс» ЖШС")
        ),
        agent=cast.agent,
        ministry=cast.ministry,
    )
    return {
        "plain": make_case(cast=cast),
        "taken": make_case(CaseState.AGENT_REVIEW, cast=cast, buyer={"buyer_country": "KG"}),
        "dollars": make_case(
            cast=other,
            at=SUBMITTED_AT + timedelta(days=3),
            contract={"contract_number": "АВ-9/Х"},
            financing={"financing_amount": "900 000", "financing_currency": "USD"},
        ),
    }


class TestFilters:
    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({"state": ["submitted", "agent_review"]}, {"plain", "taken", "dollars"}),
            ({"state": "agent_review"}, {"taken"}),
            ({"state": "refused"}, set()),
            ({"reviewer": "me"}, {"taken"}),
            ({"reviewer": "nobody"}, {"plain", "dollars"}),
            ({"country": "KG"}, {"taken"}),
            ({"currency": "USD"}, {"dollars"}),
            ({"amount_from": "1 000 000"}, {"plain", "taken"}),
            ({"amount_to": "900 000"}, {"dollars"}),
            ({"submitted_from": "23.01.2026"}, {"dollars"}),
            ({"submitted_to": "20.01.2026"}, {"plain", "taken"}),
            ({"lender_kind": "bank"}, {"plain", "taken", "dollars"}),
            ({"lender_kind": "lessor"}, set()),
            ({"q": "ЖЕТІСУ құс"}, {"dollars"}),
            ({"q": "жетису кус"}, {"dollars"}),
            ({"q": "ab-9/x"}, {"dollars"}),
            ({"q": "volga agro"}, {"plain", "taken", "dollars"}),
            ({"q": "%"}, set()),
        ],
        ids=lambda given: " ".join(sorted(given)) if isinstance(given, set) else str(given),
    )
    def test_let_through_what_they_say(self, as_, cast, three, query, found):
        numbers = {three[name].number for name in found}
        assert set(listed(as_(cast.agent), **query)) == numbers

    def test_one_that_cannot_be_read_is_said_at_its_field_and_the_others_hold(
        self, as_, cast, three
    ):
        query = {"country": "KG", "amount_from": "much", "submitted_to": "31.02.2026"}
        response = as_(cast.agent).get(reverse(QUEUE), query)
        assert set(response.context["filters"].errors) == {"amount_from", "submitted_to"}
        assert [row.case.number for row in response.context["rows"]] == [three["taken"].number]

    def test_a_range_that_ends_before_it_begins_is_an_error(self, as_, cast):
        response = as_(cast.agent).get(reverse(QUEUE), {"amount_from": "9", "amount_to": "1"})
        assert set(response.context["filters"].errors) == {"amount_to"}

    def test_the_columns_follow_the_last_submission(self, three):
        case = Case.objects.get(pk=three["dollars"].pk)
        assert (case.financing_amount, case.financing_currency) == (Decimal(900_000), "USD")
        assert case.contract_key == case.submissions.get().contract_key


class TestOrders:
    @pytest.mark.parametrize("sort", ["number", "submitted", "amount", "buyer", "organisation"])
    def test_down_is_up_reversed(self, as_, cast, three, sort):
        client = as_(cast.agent)
        up, down = listed(client, sort=sort), listed(client, sort=f"-{sort}")
        assert up == down[::-1]
        assert len(up) == 3

    def test_the_heading_says_how_it_stands_and_leads_the_other_way(self, as_, cast, three):
        page = as_(cast.agent).get(reverse(QUEUE), {"sort": "amount", "currency": "KZT"})
        text = page.content.decode()
        assert 'aria-sort="ascending"' in text
        assert "?currency=KZT&amp;sort=-amount" in text


class TestWayBack:
    def test_a_case_leads_back_to_the_very_list_also_after_an_act(self, as_, cast, three):
        client = as_(cast.agent)
        page = client.get(reverse(QUEUE), {"state": "submitted", "sort": "-number"})
        ending = page.context["case_ending"]
        case = three["plain"]
        taken = client.post(reverse("applications:act", args=[case.pk, "take"]) + ending)
        assert taken.url == reverse("applications:review", args=[case.pk]) + ending
        back = urlsplit(client.get(taken.url).context["list_url"])
        assert back.path == reverse(QUEUE)
        assert parse_qs(back.query) == {"state": ["submitted"], "sort": ["-number"]}

    def test_it_never_leads_elsewhere(self, as_, cast, three):
        address = reverse("applications:review", args=[three["plain"].pk])
        page = as_(cast.agent).get(address, {"from": "//evil.example/?state=all&next=x"})
        assert page.context["list_url"] == reverse(QUEUE)


class TestSavedViews:
    def test_keeps_what_can_be_read_and_opens_with_it(self, as_, cast, three):
        client = as_(cast.agent)
        address = reverse("applications:saved_views") + "?country=KG&edition=none&evil=1"
        client.post(address, {"name": "Kyrgyzstan"})
        view = SavedView.objects.get()
        assert view.query == "country=KG"
        client.post(reverse("applications:open_with_view"), {"view": view.pk})
        assert client.get(reverse(QUEUE)).url == reverse(QUEUE) + "?country=KG"
        assert listed(client, country="KG") == [three["taken"].number]

    def test_a_shared_one_is_seen_in_the_same_role_of_the_organisation_alone(self, cast):
        view = saved_views.save_view(name="Ours", query="", is_shared=True, by=cast.agent)
        colleague = make_membership(Role.AGENT_OFFICER, organisation=cast.agent.organisation)
        stranger = make_membership(Role.AGENT_OFFICER)
        assert list(SavedView.objects.visible_to(colleague)) == [view]
        for other in (stranger, cast.ministry, cast.applicant):
            assert not SavedView.objects.visible_to(other).exists()
        saved_views.open_with(view.pk, by=colleague)
        with pytest.raises(NotAllowed):
            saved_views.delete_view(view.pk, by=colleague)
        saved_views.change_view(view.pk, name="Mine", is_shared=False, by=cast.agent)
        assert not DefaultView.objects.exists()

    def test_a_name_is_taken_once_in_any_case(self, cast):
        saved_views.save_view(name="Late", query="", is_shared=False, by=cast.agent)
        with pytest.raises(saved_views.NameTaken):
            saved_views.save_view(name="LATE", query="", is_shared=False, by=cast.agent)

    def test_an_applicant_has_none(self, cast):
        with pytest.raises(NotAllowed):
            saved_views.save_view(name="x", query="", is_shared=False, by=cast.applicant)


class TestFiles:
    def file(self, client, kind, query=""):
        response = client.post(reverse("applications:export_queue", args=[kind]) + query)
        assert response.status_code == 200
        return response.getvalue()

    def test_csv_has_all_that_matches_and_its_taking_is_on_record(self, as_, cast, three):
        content = self.file(as_(cast.agent), "csv", "?currency=KZT&sort=-number")
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
        expected = sorted((three["plain"].number, three["taken"].number), reverse=True)
        assert [row[0] for row in rows[1:]] == expected
        export = ListExport.objects.get()
        assert (export.membership, export.rows, export.file_format) == (cast.agent, 2, "csv")
        assert export.filters == {"currency": ["KZT"], "sort": ["-number"]}
        with pytest.raises(HistoryIsAppendOnly):
            export.delete()

    def test_xlsx_opens(self, as_, cast, three):
        book = zipfile.ZipFile(io.BytesIO(self.file(as_(cast.agent), "xlsx")))
        assert book.read("xl/worksheets/sheet1.xml").count(b"<row ") == 4

    @pytest.mark.parametrize("many", [1, 3])
    def test_costs_the_same_queries_however_many_rows(self, as_, cast, many):
        for _ in range(many):
            make_case(cast=cast)
        client = as_(cast.agent)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            self.file(client, "csv")
        reading = [q for q in queries.captured_queries if "buyer_name" in q["sql"]]
        assert len(reading) == 1

    def test_an_exporter_takes_its_own_cases_alone(self, as_, cast, three):
        response = as_(cast.applicant).post(reverse("applications:export_own_cases", args=["csv"]))
        text = response.getvalue().decode()
        assert three["plain"].number in text
        assert three["dollars"].number not in text
        assert ListExport.objects.visible_to(cast.applicant).count() == 1
        assert not ListExport.objects.visible_to(cast.agent).exists()

    @pytest.mark.parametrize("many", [1, 3])
    def test_the_record_names_filters_in_words(
        self, as_, cast, many, django_assert_max_num_queries
    ):
        client = as_(cast.agent)
        for _ in range(many):
            self.file(client, "csv", f"?reviewer={cast.agent.pk}&country=UZ&q=agro")
        with django_assert_max_num_queries(9):
            page = client.get(reverse("applications:list_exports"))
        (shown, *_others) = page.context["exports"]
        values = dict(shown["filters"]).values()
        assert {cast.agent.user.full_name, country_name("UZ"), "agro"} == set(values)

    def test_organisations_to_confirm_are_taken_in_the_order_of_their_list(self, as_, cast):
        now = timezone.now()
        rejected = make_organisation(verified_at=None, rejected_at=now)
        waiting = make_organisation(verified_at=None)
        make_organisation()
        address = reverse("applications:export_organisations", args=["csv"])
        client = as_(cast.agent)
        page = client.get(reverse("accounts:organisations_to_confirm"))
        assert address in page.content.decode()
        text = client.post(address).getvalue().decode("utf-8-sig")
        numbers = [row[0] for row in csv.reader(io.StringIO(text))][1:]
        assert numbers == [waiting.business_number, rejected.business_number]
        export = ListExport.objects.get()
        assert (export.which, export.rows, export.membership) == ("organisations", 2, cast.agent)
        assert as_(cast.ministry).post(address).status_code == 403


class TestOwnList:
    def test_filters_and_pages_with_the_same_queries(self, as_, cast, three):
        client = as_(cast.applicant)
        found = client.get(reverse("applications:my_cases"), {"q": three["plain"].number})
        assert [line["title"] for line in found.context["lines"]] == [three["plain"].number]
        found = client.get(reverse("applications:my_cases"), {"state": "agent_review"})
        assert [line["title"] for line in found.context["lines"]] == [three["taken"].number]
