"""A new draft with the answers of an earlier application."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import Role
from applications.answers import draft_answers
from applications.case_errors import NotAllowed, WrongState
from applications.copies import copied_answers, copy_application
from applications.drafts import discard_draft
from applications.form_sections import ANSWERED_SECTIONS, SECTION_OF_CODE
from applications.models import Case, CaseState
from tests.applications.cases import PATHS, RAW_ANSWERS, make_case
from tests.people import make_membership

pytestmark = pytest.mark.django_db
FIELDS = {
    section.code: {
        *(section.form.base_fields if section.form else ()),
        *(section.rows.form.base_fields if section.rows else ()),
    }
    for section in ANSWERED_SECTIONS
}


@pytest.fixture(autouse=True)
def _english(settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    with translation.override("en"):
        yield


def copied(case, key="a wish"):
    return copy_application(case.pk, key=key, by=case.cast.applicant)


@pytest.mark.parametrize("state", [state for state in PATHS if "," not in state])
def test_from_any_state(state):
    case = make_case(state)
    new = copied(case)
    assert (new.state, new.number, new.copied_from_id) == (CaseState.DRAFT, None, case.pk)
    assert new.buyer_name == "Volga Agro LLC"
    assert new.documents.count() == 0
    raw = draft_answers(new).raw
    assert raw["buyer"] == RAW_ANSWERS["buyer"]
    assert raw["goods"]["rows"][0]["hs_code"] == "8433 51"
    assert Case.objects.get(pk=case.pk).state == case.state


@pytest.mark.parametrize("section", ANSWERED_SECTIONS, ids=lambda section: section.code)
def test_what_belongs_to_one_application_is_empty(section):
    assert section.anew <= FIELDS[section.code], "a name that no field has"
    raw = copied_answers(section, RAW_ANSWERS[section.code])
    rows = raw.get(section.rows_key, [])
    for name in section.anew:
        assert not raw.get(name)
        assert not any(row.get(name) for row in rows)


def test_days_and_consents_are_never_taken_over():
    for code, fields in FIELDS.items():
        for name in fields:
            if (
                "date" in name
                or name.endswith("_until")
                or name in ("declared", "first_disbursement")
            ):
                assert name in SECTION_OF_CODE[code].anew, (code, name)
    assert "consent_personal_data" in SECTION_OF_CODE["declaration"].anew


def test_asked_twice_it_is_one_draft():
    case = make_case(CaseState.REFUSED)
    assert copied(case) == copied(case)
    assert copied(case, "another wish") != copied(case)
    assert case.copies.count() == 2


def test_the_database_refuses_a_second_copy_of_a_wish():
    case = make_case(CaseState.DRAFT)
    first = copied(case)
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.create(
            organisation=case.organisation,
            created_by=case.cast.applicant,
            copied_from=case,
            copy_key=first.copy_key,
        )


def test_only_one_s_own_and_only_an_applicant():
    case = make_case(CaseState.WITHDRAWN)
    with pytest.raises(Case.DoesNotExist):
        copy_application(case.pk, key="x", by=make_membership())
    with pytest.raises(NotAllowed):
        copy_application(case.pk, key="x", by=make_membership(Role.AGENT_OFFICER))


def test_erased_answers_are_not_copied():
    case = make_case(CaseState.WITHDRAWN)
    Case.objects.filter(pk=case.pk).update(erased_at=timezone.now())
    with pytest.raises(WrongState):
        copied(case)


def test_a_discarded_origin_leaves_its_copy():
    case = make_case(CaseState.DRAFT)
    new = copied(case)
    discard_draft(case.pk, by=case.cast.applicant)
    assert Case.objects.get(pk=new.pk).copied_from is None


def test_the_page_says_what_is_taken_over_and_the_copy_where_it_comes_from(client):
    case = make_case(CaseState.REFUSED)
    client.force_login(case.cast.applicant.user)
    url = reverse("applications:copy", args=[case.pk])
    page = client.get(url)
    text = page.content.decode()
    assert "Taken over:</strong> Currency of the contract" in text
    assert "To be filled in anew:</strong> Contract number; Date of the contract" in text
    data = {"key": page.context["key"]}
    first, second = client.post(url, data), client.post(url, data)
    assert first.url == second.url
    assert f"{case.number}</a>" in client.get(first.url).content.decode()
    assert client.post(url, {}).status_code == 200


def test_the_page_costs_the_same_for_one_row_and_three(client):
    case = make_case(CaseState.DRAFT)
    client.force_login(case.cast.applicant.user)
    url, goods, counts = (
        reverse("applications:copy", args=[case.pk]),
        case.sections.get(section="goods"),
        [],
    )
    for many in (1, 3):
        goods.answers = {"rows": RAW_ANSWERS["goods"]["rows"] * many}
        goods.save()
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        counts.append(len(queries))
    assert counts[0] == counts[1]
