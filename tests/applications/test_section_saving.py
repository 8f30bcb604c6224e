"""A section saved in the background, out of a conflict, and after a sign-in in between."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from accounts.models import Role
from applications.case_workflow import submit_case
from applications.drafts import discard_draft, save_section, start_draft
from applications.editions import load_editions
from applications.filing_pages import saved_in_words
from applications.form_sections import SECTION_OF_CODE
from applications.kept_answers import SESSION_KEY, proof_of_page
from applications.models import Case
from tests.applications.cases import SUBMITTED_AT, make_draft
from tests.applications.complete_answers import COMPLETE
from tests.applications.test_filing_pages import post_of, text_of
from tests.people import make_membership

pytestmark = pytest.mark.django_db
BUYER = SECTION_OF_CODE["buyer"]


@pytest.fixture(autouse=True)
def _order(settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    load_editions()


@pytest.fixture
def person():
    return make_membership()


@pytest.fixture
def colleague(person):
    return make_membership(organisation=person.organisation)


@pytest.fixture
def case(person):
    return start_draft(by=person)


@pytest.fixture
def exporter(client, person):
    client.force_login(person.user)
    return client


def url(name, case, code="buyer", language="en"):
    with translation.override(language):
        return reverse(f"applications:{name}", args=[case.pk, code])


def buyer(**changes):
    return {**COMPLETE["buyer"], **changes}


def send(client, case, person, raw=None, code="buyer", **more):
    post = post_of(code, raw or COMPLETE[code], member=str(person.pk), **more)
    return client.post(url("autosave", case, code), post)


def stored(case, code="buyer"):
    return case.sections.get(section=code).answers


def test_what_is_typed_is_saved_with_its_version_and_time(exporter, case, person):
    response = send(exporter, case, person)
    assert response.status_code == 200
    told = response.json()
    assert (told["state"], told["version"], told["changes"]) == ("saved", 1, {})
    assert re.fullmatch(r"Saved at \d\d:\d\d", told["text"])
    assert "no-store" in response["Cache-Control"]
    assert stored(case) == COMPLETE["buyer"]


def test_a_table_is_saved_as_well(exporter, case, person):
    assert send(exporter, case, person, code="goods").json()["version"] == 1
    assert stored(case, "goods") == COMPLETE["goods"]


def test_what_a_colleague_changed_elsewhere_comes_back_for_the_page(
    exporter, case, person, colleague
):
    save_section(case.pk, BUYER, buyer(), expected_version=0, by=person)
    theirs = buyer(buyer_name="Theirs")
    save_section(case.pk, BUYER, theirs, expected_version=1, by=colleague)
    told = send(exporter, case, person, buyer(buyer_address="Mine"), version="1").json()
    assert told["version"] == 3
    assert told["changes"] == {"buyer_name": "Theirs"}
    assert "Changed by a colleague: Buyer's name" in told["text"]
    assert stored(case) == {**theirs, "buyer_address": "Mine"}


def test_the_same_answer_changed_twice_is_told_field_by_field(exporter, case, person, colleague):
    save_section(case.pk, BUYER, buyer(), expected_version=0, by=person)
    save_section(case.pk, BUYER, buyer(buyer_country="KG"), expected_version=1, by=colleague)
    response = send(exporter, case, person, buyer(buyer_country="TJ"), version="1")
    assert response.status_code == 409
    assert response.json()["differences"] == [
        {"label": "Country of the buyer", "theirs": "Kyrgyzstan", "mine": "Tajikistan"}
    ]
    assert colleague.user.full_name in response.json()["text"]
    assert stored(case)["buyer_country"] == "KG"


def test_an_entry_that_came_meanwhile_cannot_be_shown_on_an_open_page(
    exporter, case, person, colleague
):
    """The page would take it away again with its next send."""
    goods = SECTION_OF_CODE["goods"]
    begun = COMPLETE["goods"]
    save_section(case.pk, goods, begun, expected_version=0, by=person)
    longer = {"rows": [*begun["rows"], {**begun["rows"][0], "hs_code": "8507"}]}
    save_section(case.pk, goods, longer, expected_version=1, by=colleague)
    mine = {"rows": [{**begun["rows"][0], "unit": "tonne"}]}
    assert send(exporter, case, person, mine, "goods", version="1").status_code == 409
    assert stored(case, "goods") == longer
    exporter.post(url("section", case, "goods"), post_of("goods", mine, version="1", compare="1"))
    assert stored(case, "goods") == {"rows": [mine["rows"][0], longer["rows"][1]]}


def test_signed_out_is_told_without_a_redirect(client, case, person):
    response = send(client, case, person)
    assert (response.status_code, response.json()) == (401, {"state": "signed_out"})


def ended(person, case):
    person.ended_at = datetime(2026, 1, 1, tzinfo=UTC)
    person.save()


def submitted(person, case):
    Case.objects.filter(pk=case.pk).delete()
    return submit_case(make_draft(person).pk, by=person, at=SUBMITTED_AT)


def discarded(person, case):
    discard_draft(case.pk, by=person)


def foreign(person, case):
    return start_draft(by=make_membership())


REFUSED = [
    (ended, 403, "forbidden"),
    (submitted, 410, "moved_on"),
    (discarded, 404, "gone"),
    (foreign, 404, "gone"),
]


@pytest.mark.parametrize(
    ("happens", "status", "state"), REFUSED, ids=lambda x: getattr(x, "__name__", None)
)
def test_what_happened_to_the_case_or_the_person_is_told(
    exporter, case, person, happens, status, state
):
    now = happens(person, case) or case
    before = list(now.sections.values("section", "version")) if now.pk else []
    response = send(exporter, now, person, buyer(buyer_name="Late"))
    assert (response.status_code, response.json()["state"]) == (status, state)
    if now.pk:
        assert list(now.sections.values("section", "version")) == before


def test_another_person_of_the_same_organisation_does_not_save_in_ones_name(
    client, case, person, colleague
):
    client.force_login(colleague.user)
    response = send(client, case, person)
    assert (response.status_code, response.json()["state"]) == (403, "somebody_else")
    assert not case.sections.filter(section="buyer").exists()


def test_only_an_answered_section_is_saved(exporter, case, person):
    for code in ("documents", "subsidy", "nothing"):
        post = {"member": str(person.pk)}
        assert exporter.post(url("autosave", case, code), post).status_code == 404


@pytest.mark.parametrize("code", ["buyer", "goods"])
def test_a_save_takes_few_queries_however_often_it_was_saved(exporter, case, person, code):
    counts = []
    for version in range(4):
        raw = COMPLETE[code]
        if code == "buyer":
            raw = buyer(buyer_name=f"{version}")
        else:
            raw = {"rows": [{**raw["rows"][0], "unit": f"{version}"}] * (version + 1)}
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert send(exporter, case, person, raw, code, version=str(version)).status_code == 200
        counts.append(len([q for q in queries if "SAVEPOINT" not in q["sql"]]))
    assert counts[1:] == [counts[1]] * 3
    assert max(counts) <= 8


# The conflict page


@pytest.fixture
def clash(exporter, case, person, colleague):
    """The page after both changed the name, the colleague the country, the person the address."""
    save_section(case.pk, BUYER, buyer(), expected_version=0, by=person)
    theirs = buyer(buyer_name="Theirs", buyer_country="KG")
    save_section(case.pk, BUYER, theirs, expected_version=1, by=colleague)
    mine = buyer(buyer_name="Mine", buyer_address="My street")
    response = exporter.post(url("section", case), post_of("buyer", mine, version="1"))
    assert response.status_code == 409
    return response


def hidden(response):
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', text_of(response))
    return {
        name: value.replace("&#x27;", "'") for name, value in found if name != "csrfmiddlewaretoken"
    }


def test_the_page_shows_who_when_and_both_answers(clash, colleague):
    text = text_of(clash)
    assert f"{colleague.user.full_name} saved it on" in text
    assert f"{colleague.user.full_name}: Theirs" in text
    assert "You: Mine" in text
    assert "taken over: Country of the buyer" in re.sub(r"\s+", " ", text)
    assert text.count("<fieldset") == 1


@pytest.mark.parametrize(("side", "name"), [("theirs", "Theirs"), ("mine", "Mine")])
def test_the_chosen_answer_is_saved_with_what_only_one_side_changed(
    exporter, case, clash, side, name
):
    response = exporter.post(url("settle", case), {**hidden(clash), "side-0": side})
    assert response.url == url("section", case)
    expected = buyer(buyer_name=name, buyer_country="KG", buyer_address="My street")
    assert stored(case) == expected


def test_without_a_choice_it_is_asked_again_and_nothing_saved(exporter, case, clash):
    response = exporter.post(url("settle", case), hidden(clash))
    assert response.status_code == 409
    assert "Choose which answer stays" in text_of(response)
    assert stored(case)["buyer_name"] == "Theirs"
    assert hidden(response) == hidden(clash)


def test_what_was_saved_while_one_chose_is_not_overwritten(exporter, case, clash, colleague):
    newer = {**stored(case), "buyer_name": "Newer", "buyer_signatory": "N. N."}
    save_section(case.pk, BUYER, newer, expected_version=2, by=colleague)
    again = exporter.post(url("settle", case), {**hidden(clash), "side-0": "mine"})
    assert again.status_code == 409
    assert stored(case) == newer
    assert "You: Mine" in text_of(again)
    assert "Choose which answer stays" not in text_of(again)
    exporter.post(url("settle", case), {**hidden(again), "side-0": "mine"})
    assert stored(case) == {**newer, "buyer_name": "Mine", "buyer_address": "My street"}


def test_a_conflict_that_is_no_longer_known_is_asked_afresh(exporter, case, clash):
    case.section_versions.all().delete()
    post = {**hidden(clash), "side-0": "mine", "seen_version": "99"}
    response = exporter.post(url("settle", case), post)
    assert response.status_code == 409
    assert text_of(response).count("<fieldset") == 3
    assert stored(case)["buyer_name"] == "Theirs"


# Signed out in between, without a script


def signed_out_post(case, person, client=None, raw=None, **more):
    client = client or Client()
    proof = proof_of_page(person.user.pk, case.pk, "buyer")
    post = post_of("buyer", raw or COMPLETE["buyer"], **{"proof": proof, **more})
    return client, client.post(url("section", case), post)


def test_what_was_typed_is_saved_after_the_sign_in(case, person):
    client, response = signed_out_post(case, person)
    assert response.url == f"{reverse('account_login')}?next={url('kept', case)}"
    assert not case.sections.filter(section="buyer").exists()
    client.force_login(person.user)
    page = client.get(url("kept", case), follow=True)
    assert page.redirect_chain == [(url("section", case), 302)]
    assert "What you typed before you were signed out is saved." in text_of(page)
    assert stored(case) == COMPLETE["buyer"]
    assert SESSION_KEY not in client.session
    again = client.get(url("kept", case), follow=True)
    assert "What you typed before" not in text_of(again)


def test_another_person_never_sees_it_and_it_is_thrown_away(case, person, colleague):
    client, _response = signed_out_post(case, person, raw=buyer(buyer_name="A secret name"))
    client.force_login(colleague.user)
    page = client.get(url("kept", case), follow=True)
    assert "A secret name" not in text_of(page)
    assert SESSION_KEY not in client.session
    assert not case.sections.filter(section="buyer").exists()


def test_a_conflict_is_shown_as_usual_after_the_sign_in(case, person, colleague):
    save_section(case.pk, BUYER, buyer(buyer_name="Theirs"), expected_version=0, by=colleague)
    client, _response = signed_out_post(case, person, raw=buyer(buyer_name="Mine"))
    client.force_login(person.user)
    page = client.get(url("kept", case))
    assert page.status_code == 409
    assert "You: Mine" in text_of(page)
    client.post(url("settle", case), {**hidden(page), "side-0": "mine"})
    assert stored(case)["buyer_name"] == "Mine"


def test_a_case_submitted_meanwhile_is_said_and_not_changed(person):
    case = make_draft(person)
    client, _response = signed_out_post(case, person, raw=buyer(buyer_name="Late"))
    submit_case(case.pk, by=person, at=SUBMITTED_AT)
    client.force_login(person.user)
    page = client.get(url("kept", case), follow=True)
    assert "The case has moved on" in text_of(page)
    assert stored(case)["buyer_name"] != "Late"


def test_nothing_is_kept_for_a_page_that_is_none_of_ours(case, person):
    other = start_draft(by=person)
    for proof in ("", "forged", proof_of_page(person.user.pk, other.pk, "buyer")):
        client, response = signed_out_post(case, person, proof=proof)
        assert response.url == f"{reverse('account_login')}?next={url('section', case)}"
        assert SESSION_KEY not in client.session


def test_too_much_is_not_kept(case, person):
    client, _response = signed_out_post(case, person, raw=buyer(buyer_name="x" * 500_001))
    assert SESSION_KEY not in client.session


def test_the_choices_of_a_conflict_page_lose_nothing_either(case, person, clash):
    client = Client()
    client.post(url("settle", case), {**hidden(clash), "side-0": "mine"})
    client.force_login(person.user)
    assert "You: Mine" in text_of(client.get(url("kept", case)))


def test_no_log_line_holds_what_was_typed(case, person, caplog, capsys):
    secret = "A secret name"
    client, _response = signed_out_post(case, person, raw=buyer(buyer_name=secret))
    client.force_login(person.user)
    client.get(url("kept", case), follow=True)
    strict = Client(enforce_csrf_checks=True)
    signed_out_post(case, person, strict, raw=buyer(buyer_name=secret))
    captured = capsys.readouterr()
    assert secret not in caplog.text + captured.out + captured.err


# A token that is not this browser's any more


def test_a_refused_section_can_be_sent_again(case, person):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(person.user)
    _client, response = signed_out_post(case, person, strict, raw=buyer(buyer_name="Typed"))
    assert response.status_code == 403
    assert "Send it once more" in text_of(response)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text_of(response))
    again = strict.post(url("section", case), {**hidden(response), "csrfmiddlewaretoken": token[1]})
    assert again.status_code == 302
    assert stored(case)["buyer_name"] == "Typed"


def test_a_strange_sites_answers_are_not_laid_out_for_sending(case, person, colleague):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(person.user)
    for proof in ("", "forged", proof_of_page(colleague.user.pk, case.pk, "buyer")):
        _client, response = signed_out_post(
            case, person, strict, raw=buyer(buyer_name="Planted"), proof=proof
        )
        assert response.status_code == 403
        assert "Planted" not in text_of(response)


def test_a_refused_background_save_is_told_as_json(case, person):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(person.user)
    response = send(strict, case, person)
    assert (response.status_code, json.loads(response.content)) == (403, {"state": "csrf"})


# Who saved last

NOW = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
AGO = [
    (timedelta(seconds=20), "Last saved by Aigerim just now"),
    (timedelta(minutes=1, seconds=5), "Last saved by Aigerim 1 minute ago"),
    (timedelta(minutes=3), "Last saved by Aigerim 3 minutes ago"),
    (timedelta(hours=1), "Last saved by Aigerim on 2 Mar 2026, 11:00"),
    (timedelta(days=1, minutes=3), "Last saved by Aigerim on 1 Mar 2026, 11:57"),
]


@pytest.mark.parametrize(("before", "words"), AGO)
def test_who_saved_last_and_when(case, person, before, words):
    person.user.full_name = "Aigerim"
    section = case.sections.get(section="applicant")
    section.updated_by, section.updated_at = person, NOW - before
    assert saved_in_words(section, now=NOW) == words


def test_the_section_and_the_task_list_say_who_saved_last(exporter, case, colleague):
    colleague.user.full_name = "Aigerim"
    colleague.user.save()
    save_section(case.pk, BUYER, buyer(), expected_version=0, by=colleague)
    for page in (url("section", case), reverse("applications:task_list", args=[case.pk])):
        assert "Last saved by Aigerim just now" in text_of(exporter.get(page))


@pytest.mark.parametrize("role", [r for r in Role if r != Role.APPLICANT])
def test_other_roles_save_nothing(client, case, role):
    other = make_membership(role)
    client.force_login(other.user)
    assert send(client, case, other).status_code == 403
