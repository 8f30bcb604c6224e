"""The exporter's pages, through Django's client, in three languages."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from accounts.models import Role
from applications.answers import draft_answers, seen_of
from applications.case_workflow import filing, return_case, submit_case, take_case
from applications.drafts import discard_draft, start_draft
from applications.editions import load_editions
from applications.form_sections import ANSWERED_SECTIONS, SECTIONS
from applications.models import Case, CaseDocument, CaseState, DocumentKind
from files.uploads import store_bytes
from programs.models import RateSeries, ReferenceRate
from tests.applications.complete_answers import (
    COMPLETE,
    PDF,
    complete_answers,
    complete_draft,
    fill,
    pdf,
)
from tests.people import make_membership

pytestmark = pytest.mark.django_db
LANGUAGES = ("kk", "ru", "en")


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


def url(name, *args, language="en"):
    with translation.override(language):
        return reverse(f"applications:{name}", args=args)


def post_of(code, raw=None, **more):
    """A section's answers as its page posts them."""
    raw = raw or COMPLETE[code]
    post = {name: value for name, value in raw.items() if isinstance(value, str)}
    for key in ("rows", "own_schedule"):
        if key in raw:
            post[f"{key}-TOTAL_FORMS"] = str(len(raw[key]))
            post[f"{key}-INITIAL_FORMS"] = "0"
            for number, row in enumerate(raw[key]):
                post.update({f"{key}-{number}-{name}": value for name, value in row.items()})
    return {"version": "0", **post, **more}


def text_of(response):
    return response.content.decode()


def pages_of(case):
    own = ("task_list", "subsidy", "documents", "check_answers", "discard")
    sections = [("section", case.pk, section.code) for section in ANSWERED_SECTIONS]
    return [("my_cases",), *((name, case.pk) for name in own), *sections]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("filled", [False, True], ids=["empty", "complete"])
def test_every_page_of_a_draft_in_three_languages(exporter, person, language, filled):
    case = complete_draft(person) if filled else start_draft(by=person)
    for name, *args in pages_of(case):
        response = exporter.get(url(name, *args, language=language))
        assert response.status_code == 200, name
        assert f'<html lang="{language}"' in text_of(response)
        assert 'style="' not in text_of(response)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_section_with_its_errors_in_three_languages(exporter, person, language):
    case = start_draft(by=person)
    for section in ANSWERED_SECTIONS:
        page = url("section", case.pk, section.code, language=language) + "?check=1"
        found = text_of(exporter.get(page))
        targets = re.findall(r'<li><a href="#([^"]+)"', found)
        assert targets, section.code
        assert all(f'id="{target}"' in found for target in targets), section.code


def test_start_leads_to_the_task_list(exporter, person):
    response = exporter.post(url("start"))
    case = Case.objects.get(organisation=person.organisation)
    assert response.url == url("task_list", case.pk)


def test_invalid_answers_survive_and_are_explained(exporter, person):
    case = start_draft(by=person)
    page = url("section", case.pk, "contract")
    typed = {**COMPLETE["contract"], "contract_amount": "six hundred", "contract_date": "soon"}
    response = exporter.post(page, post_of("contract", typed))
    assert response.url == f"{page}?check=1"
    found = text_of(exporter.get(response.url))
    assert 'value="six hundred"' in found
    assert 'value="soon"' in found
    assert "Enter figures only" in found
    assert 'value="six hundred"' in text_of(exporter.get(page))


def test_what_was_typed_is_escaped(exporter, person):
    case = start_draft(by=person)
    typed = {**COMPLETE["buyer"], "buyer_name": '"><script>alert(1)</script>'}
    exporter.post(url("section", case.pk, "buyer"), post_of("buyer", typed))
    for page in (url("section", case.pk, "buyer"), url("check_answers", case.pk), url("my_cases")):
        assert "<script>alert" not in text_of(exporter.get(page))


def test_save_and_continue_goes_to_the_next_section(exporter, person):
    case = start_draft(by=person)
    response = exporter.post(url("section", case.pk, "lender"), post_of("lender"))
    assert response.url == url("section", case.pk, "buyer")


def test_save_and_come_back_later_goes_to_the_list_even_unfinished(exporter, person):
    case = start_draft(by=person)
    post = post_of("lender", {"lender_name": "Half"}, later="1")
    response = exporter.post(url("section", case.pk, "lender"), post)
    assert response.url == url("task_list", case.pk)
    assert case.sections.get(section="lender").answers["lender_name"] == "Half"


def test_a_change_from_the_check_page_leads_back_to_it(exporter, person):
    case = start_draft(by=person)
    post = post_of("lender", from_check="1")
    response = exporter.post(url("section", case.pk, "lender"), post)
    assert response.url == url("check_answers", case.pk)


def test_rows_are_added_and_removed_without_javascript(exporter, person):
    case = start_draft(by=person)
    page = url("section", case.pk, "goods")
    assert exporter.post(page, post_of("goods", add_row="1")).url == f"{page}#rows-2"
    raw = case.sections.get(section="goods").answers
    assert [bool(row["hs_code"]) for row in raw["rows"]] == [True, False]
    response = exporter.post(page, post_of("goods", raw, version="1", remove_row="0"))
    assert response.url == f"{page}#rows-table"
    raw = case.sections.get(section="goods").answers
    assert [row["hs_code"] for row in raw["rows"]] == [""]


@pytest.mark.parametrize("asked", ["7", "-1", "x", "٣", "99999999999999999999"])
def test_a_row_that_is_not_there_is_not_removed(exporter, person, asked):
    case = start_draft(by=person)
    exporter.post(url("section", case.pk, "goods"), post_of("goods", remove_row=asked))
    assert len(case.sections.get(section="goods").answers["rows"]) == 1


def test_a_conflict_shows_both_and_keeps_what_was_typed(exporter, person):
    case = start_draft(by=person)
    colleague = make_membership(organisation=person.organisation)
    fill(case, {"buyer": COMPLETE["buyer"]}, by=colleague)
    mine = {**COMPLETE["buyer"], "buyer_name": "My buyer"}
    page = url("section", case.pk, "buyer")
    response = exporter.post(page, post_of("buyer", mine))
    found = text_of(response)
    assert response.status_code == 409
    assert "Toshkent Agro MChJ" in found
    assert 'value="My buyer"' in found
    assert colleague.user.full_name in found
    again = exporter.post(page, post_of("buyer", mine, version="1"))
    assert again.status_code == 302
    assert case.sections.get(section="buyer").answers["buyer_name"] == "My buyer"


def test_the_financing_shows_what_the_state_pays_beside_it(exporter, person):
    base_rate()
    case = complete_draft(person)
    found = text_of(exporter.get(url("section", case.pk, "financing")))
    assert "11.5%" in found
    assert "Half of the base rate" in found


def test_the_preview_computes_what_is_typed_and_saves_nothing(exporter, person):
    base_rate()
    case = start_draft(by=person)
    typed = {**COMPLETE["financing"], "nominal_rate_percent": "19", "agreement_number": ""}
    response = exporter.post(url("financing_preview", case.pk), post_of("financing", typed))
    assert "10%" in text_of(response)
    assert not case.sections.filter(section="financing").exists()


def test_an_unknown_reference_rate_is_named_not_guessed(exporter, person):
    case = complete_draft(person, financing={"financing_currency": "CNY"})
    found = text_of(exporter.get(url("subsidy", case.pk)))
    assert "The reference rate is not known" in found
    assert "CIRR" in found
    assert "terms up to 5 years" in found


def test_only_who_has_not_filed_yet_is_told_that_they_can(exporter, person):
    case = complete_draft(person, financing={"financing_currency": "CNY"})
    said = "You can submit all the same"
    assert said in text_of(exporter.get(url("subsidy", case.pk)))
    submit_case(case.pk, by=person)
    filed = text_of(exporter.get(url("case", case.pk)))
    assert said not in filed
    assert "cannot be approved until the rate is entered" in filed


def base_rate():
    ReferenceRate.objects.create(
        kind=RateSeries.BASE_RATE,
        currency="KZT",
        value_percent=Decimal(18),
        effective_from=date(2025, 10, 13),
        source="test",
    )


def test_a_draft_shows_the_wording_in_force(exporter, person):
    case = start_draft(by=person)
    found = text_of(exporter.get(url("check_answers", case.pk, language="kk")))
    assert "Қазақстанда шығарылған" in found
    assert "бастамашылық жасауыңызды сұраймын" in found


def test_documents_are_added_downloaded_and_removed(exporter, person):
    case = start_draft(by=person)
    page = url("documents", case.pk)
    assert exporter.post(page, {"kind": "consent", "file": pdf()}).url == page
    document = case.documents.get()
    response = exporter.get(url("document", case.pk, document.pk))
    assert b"".join(response.streaming_content).startswith(b"%PDF")
    assert response["Content-Disposition"].startswith("attachment")
    assert exporter.post(url("remove_document", case.pk, document.pk)).url == page
    assert CaseDocument.objects.get().removed_at is not None


def test_a_refused_upload_says_what_to_do(exporter, person):
    case = start_draft(by=person)
    upload = {"kind": "consent", "file": pdf(content=b"<html>")}
    found = text_of(exporter.post(url("documents", case.pk), upload))
    assert "This is not a readable PDF, PNG or JPEG" in found
    assert 'href="#id_file"' in found


def several(*names, content=PDF):
    return [pdf(name, content + b"%% %s\n%%%%EOF\n" % name.encode()) for name in names]


def test_several_files_at_once_and_one_refusal_loses_none(exporter, person):
    case = start_draft(by=person)
    files = [*several("a.pdf", "b.pdf"), pdf("page.pdf", b"<html>"), *several("c.pdf", "a.pdf")]
    found = text_of(exporter.post(url("documents", case.pk), {"kind": "consent", "file": files}))
    assert [d.name for d in case.documents.all()] == ["a.pdf", "b.pdf", "c.pdf"]
    assert "page.pdf: This is not a readable PDF, PNG or JPEG" in found
    assert "a.pdf: Added as version 1 of Consents." in found
    assert "a.pdf: Already in the application as version 1 of this kind" in found


def test_a_script_is_answered_file_by_file(exporter, person):
    case = start_draft(by=person)
    page, headers = url("documents", case.pk), {"Accept": "application/json"}
    post = {"kind": "consent", "file": several("a.pdf", "a.pdf")}
    results = exporter.post(page, post, headers=headers).json()["results"]
    assert [(r["name"], r["outcome"]) for r in results] == [("a.pdf", "added"), ("a.pdf", "same")]
    for bad in ({"file": several("b.pdf")}, {"kind": "consent"}, {"kind": "x", "file": pdf()}):
        results = exporter.post(page, bad, headers=headers).json()["results"]
        assert {result["outcome"] for result in results} == {"refused"}
        assert results[0]["message"]
    assert case.documents.count() == 1


def test_more_files_than_one_request_takes_are_named(exporter, person):
    case = start_draft(by=person)
    files = several(*(f"{number}.pdf" for number in range(22)))
    found = text_of(exporter.post(url("documents", case.pk), {"kind": "consent", "file": files}))
    assert case.documents.count() == 20
    assert "21.pdf: Not sent: at most 20 files at once" in found


def test_a_new_version_takes_its_documents_kind(exporter, person):
    case = start_draft(by=person)
    page = url("documents", case.pk)
    exporter.post(page, {"kind": "consent", "file": several("a.pdf")})
    old = case.documents.get()
    exporter.post(page, {"replaces": old.pk, "file": several("b.pdf")})
    new = case.documents.get(name="b.pdf")
    assert (new.kind, new.replaces) == ("consent", old)
    found = text_of(exporter.get(page))
    assert "in place of version 1, a.pdf" in found
    assert "1 earlier, on record" in found
    late = {"replaces": old.pk, "file": several("c.pdf")}
    assert "has been replaced or removed" in text_of(exporter.post(page, late))
    assert exporter.post(page, {"replaces": "0", "file": pdf()}).status_code == 404


def test_a_document_changes_its_kind(exporter, person):
    case = start_draft(by=person)
    exporter.post(url("documents", case.pk), {"kind": "consent", "file": several("a.pdf")})
    address = url("move_document", case.pk, case.documents.get().pk)
    exporter.post(address, {"new_kind": "no such kind"})
    assert case.documents.current().get().kind == "consent"
    exporter.post(address, {"new_kind": "registration"})
    assert case.documents.current().get().kind == "registration"


def submit_page_post(exporter, case):
    """What the check page's button posts."""
    found = text_of(exporter.get(url("check_answers", case.pk)))
    seen = re.search(r'name="seen" value="(\w+)"', found)
    assert seen, "the check page has no submit button"
    return {"seen": seen[1]}


def test_submitting_twice_lands_on_the_same_receipt(exporter, person):
    case = complete_draft(person)
    post = submit_page_post(exporter, case)
    answers = [exporter.post(url("submit", case.pk), post).url for _ in range(3)]
    assert set(answers) == {url("case", case.pk)}
    case = Case.objects.get(pk=case.pk)
    assert case.state == CaseState.SUBMITTED
    assert case.submissions.count() == case.events.count() == 1
    assert case.number in text_of(exporter.get(url("case", case.pk)))


def test_an_old_pages_button_does_not_submit_a_returned_case_again(exporter, person):
    case = complete_draft(person)
    post = submit_page_post(exporter, case)
    exporter.post(url("submit", case.pk), post)
    returned(case, {"buyer": "Which Karimov?"})
    exporter.post(url("submit", case.pk), post)
    case = Case.objects.get(pk=case.pk)
    assert case.state == CaseState.RETURNED


def test_what_a_colleague_changed_meanwhile_is_not_submitted_unseen(exporter, person):
    case = complete_draft(person)
    post = submit_page_post(exporter, case)
    colleague = make_membership(organisation=person.organisation)
    changed = complete_answers(buyer={"buyer_name": "Another buyer"})["buyer"]
    fill(case, {"buyer": changed}, by=colleague)
    assert exporter.post(url("submit", case.pk), post).url == url("check_answers", case.pk)
    assert Case.objects.get(pk=case.pk).state == CaseState.DRAFT


def test_what_a_colleague_changes_while_it_is_being_submitted_is_not_filed_unseen(
    exporter, person, monkeypatch
):
    """The draft is compared under the case's lock, not before: nothing slips in between."""
    case = complete_draft(person)
    post = submit_page_post(exporter, case)
    colleague = make_membership(organisation=person.organisation)
    changed = complete_answers(buyer={"buyer_name": "Another buyer"})["buyer"]
    lock = filing.open_case

    def overtaken(*arguments):
        fill(case, {"buyer": changed}, by=colleague)
        return lock(*arguments)

    monkeypatch.setattr(filing, "open_case", overtaken)
    assert exporter.post(url("submit", case.pk), post).url == url("check_answers", case.pk)
    assert Case.objects.get(pk=case.pk).state == CaseState.DRAFT


def test_a_notice_is_read_by_those_who_see_its_case(client, exporter, person):
    case = complete_draft(person)
    submit_case(case.pk, by=person)
    notice = case.events.get().notice
    letter = url("case_notice", case.pk, notice.pk)
    waiting = exporter.get(letter)
    assert (waiting.status_code, waiting["Refresh"]) == (200, "4")
    notice.pdf = store_bytes(b"%PDF-1.7 %%EOF", "application/pdf")
    notice.rendered_at = datetime.now(UTC)
    notice.save()
    assert f'href="{letter}"' in text_of(exporter.get(url("case", case.pk)))
    response = exporter.get(letter)
    assert b"".join(response.streaming_content) == b"%PDF-1.7 %%EOF"
    client.force_login(make_membership().user)
    assert client.get(letter).status_code == 404


def test_an_incomplete_draft_is_not_submitted_but_told_what_is_missing(exporter, person):
    case = start_draft(by=person)
    found = text_of(exporter.get(url("check_answers", case.pk)))
    assert "Complete these sections first" in found
    exporter.post(url("submit", case.pk), {"seen": seen_of(case, draft_answers(case))})
    case = Case.objects.get(pk=case.pk)
    assert case.state == CaseState.DRAFT


def test_an_unconfirmed_organisation_drafts_but_does_not_submit(exporter, person):
    person.organisation.verified_at = None
    person.organisation.save()
    case = complete_draft(person)
    found = text_of(exporter.get(url("check_answers", case.pk)))
    assert "has not confirmed your organisation" in found
    exporter.post(url("submit", case.pk), {"seen": seen_of(case, draft_answers(case))})
    case = Case.objects.get(pk=case.pk)
    assert case.state == CaseState.DRAFT


def returned(case, remarks):
    officer = make_membership(Role.AGENT_OFFICER)
    take_case(case.pk, by=officer)
    return_case(case.pk, remarks=remarks, by=officer)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_returned_case_shows_the_remarks_where_they_belong(exporter, person, language):
    case = complete_draft(person)
    submit_case(case.pk, by=person)
    returned(case, {"buyer": "Which Karimov?"})
    names = [("task_list", case.pk), ("section", case.pk, "buyer"), ("case", case.pk)]
    for name, *args in names:
        found = text_of(exporter.get(url(name, *args, language=language)))
        assert "Which Karimov?" in found, name
    other = text_of(exporter.get(url("section", case.pk, "lender", language=language)))
    assert "Which Karimov?" not in other


def test_a_remark_on_the_whole_application_stands_above_its_sections(exporter, person):
    case = complete_draft(person)
    submit_case(case.pk, by=person)
    returned(case, {"whole": "Two contracts are mixed up."})
    assert "Two contracts are mixed up." in text_of(exporter.get(url("task_list", case.pk)))
    assert "The application as a whole" in text_of(exporter.get(url("case", case.pk)))


def test_a_draft_that_a_colleague_filed_meanwhile_is_not_deleted(exporter, person, monkeypatch):
    case = complete_draft(person)

    def filed_meanwhile(pk, *, by):
        submit_case(pk, by=by)
        return discard_draft(pk, by=by)

    monkeypatch.setattr("applications.drafts.discard_draft", filed_meanwhile)
    response = exporter.post(url("discard", case.pk))
    assert response["Location"] == url("case", case.pk)
    assert Case.objects.get(pk=case.pk).state == CaseState.SUBMITTED


def test_a_corrected_section_no_longer_waits_and_is_submitted_again(exporter, person):
    case = complete_draft(person)
    submit_case(case.pk, by=person)
    returned(case, {"buyer": "Which Karimov?"})
    assert "Correct what the agent asks" in text_of(exporter.get(url("task_list", case.pk)))
    changed = complete_answers(buyer={"buyer_signatory": "Bobur Karimov"})["buyer"]
    exporter.post(url("section", case.pk, "buyer"), post_of("buyer", changed, version="1"))
    assert "Correct what the agent asks" not in text_of(exporter.get(url("task_list", case.pk)))
    exporter.post(url("submit", case.pk), submit_page_post(exporter, case))
    assert [s.answers["buyer"]["buyer_signatory"] for s in case.submissions.all()] == [
        "B. Karimov",
        "Bobur Karimov",
    ]


def test_new_documents_and_a_new_financing_answer_their_remarks(exporter, person):
    case = complete_draft(person)
    submit_case(case.pk, by=person)
    returned(case, {"documents": "Page 3 is missing", "subsidy": "Check the rate"})
    tasks = url("task_list", case.pk)
    assert text_of(exporter.get(tasks)).count("Correct what the agent asks") == 2
    assert "Check the rate" in text_of(exporter.get(url("subsidy", case.pk)))
    assert "Page 3 is missing" in text_of(exporter.get(url("documents", case.pk)))
    exporter.post(url("documents", case.pk), {"kind": "consent", "file": pdf()})
    assert text_of(exporter.get(tasks)).count("Correct what the agent asks") == 1
    changed = complete_answers(financing={"nominal_rate_percent": "21"})
    fill(case, {"financing": changed["financing"]}, by=person)
    assert "Correct what the agent asks" not in text_of(exporter.get(tasks))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_filed_case_shows_what_was_filed(exporter, person, language):
    base_rate()
    case = complete_draft(person)
    submit_case(case.pk, by=person, at=datetime(2025, 12, 1, 5, tzinfo=UTC))
    found = text_of(exporter.get(url("case", case.pk, language=language)))
    assert "Toshkent Agro MChJ" in found
    assert "export_contract.pdf" in found
    assert "KZ86125KZT5004100100" in found
    assert exporter.get(url("section", case.pk, "buyer")).url == url("case", case.pk)


def test_words_too_long_to_withdraw_with_come_back_and_nothing_is_withdrawn(exporter, person):
    case = complete_draft(person)
    submit_case(case.pk, by=person)
    for words in ("a" * 10_001, "NUL \x00"):
        answer = exporter.post(url("withdraw", case.pk), {"reasons": words})
        assert answer.status_code == 200
        assert 'id="id_reasons_error"' in text_of(answer)
    assert Case.objects.get(pk=case.pk).state == CaseState.SUBMITTED


def test_withdrawal_asks_first(exporter, person):
    case = complete_draft(person)
    submit_case(case.pk, by=person)
    assert exporter.get(url("withdraw", case.pk)).status_code == 200
    case = Case.objects.get(pk=case.pk)
    assert case.state == CaseState.SUBMITTED
    exporter.post(url("withdraw", case.pk), {"reasons": "The buyer pays cash"})
    case = Case.objects.get(pk=case.pk)
    assert case.state == CaseState.WITHDRAWN
    assert "The buyer pays cash" in text_of(exporter.get(url("case", case.pk)))


def test_a_draft_is_discarded_only_when_confirmed(exporter, person):
    case = start_draft(by=person)
    assert exporter.get(url("discard", case.pk)).status_code == 200
    assert Case.objects.filter(pk=case.pk).exists()
    exporter.post(url("discard", case.pk))
    assert not Case.objects.filter(pk=case.pk).exists()


def every_url(case, document):
    posts = ("submit", "withdraw", "discard", "financing_preview", "documents")
    for name, *args in pages_of(case)[1:]:
        yield "get", url(name, *args)
    for name in posts:
        yield "post", url(name, case.pk)
    yield "post", url("section", case.pk, "buyer")
    yield "get", url("case", case.pk)
    yield "get", url("document", case.pk, document.pk)
    for name in ("remove_document", "move_document", "scan_document"):
        yield "post", url(name, case.pk, document.pk)


def test_another_organisations_case_is_not_found(client, person):
    case = complete_draft(person)
    document = case.documents.first()
    client.force_login(make_membership().user)
    for method, address in every_url(case, document):
        assert getattr(client, method)(address).status_code == 404, address
    assert text_of(client.get(url("my_cases"))).count("Toshkent") == 0
    case = Case.objects.get(pk=case.pk)
    assert case.state == CaseState.DRAFT
    assert case.documents.filter(removed_at=None).count() == len(case.documents.all())


@pytest.mark.parametrize("role", [r for r in Role if r != Role.APPLICANT])
def test_the_exporters_pages_are_for_applicants(client, person, role):
    case = complete_draft(person)
    submit_case(case.pk, by=person)
    client.force_login(make_membership(role).user)
    for name, *args in pages_of(case):
        assert client.get(url(name, *args)).status_code == 403, name
    assert client.post(url("start")).status_code == 403
    assert client.post(url("submit", case.pk)).status_code == 403


@pytest.mark.parametrize(
    ("role", "draft", "filed"),
    [
        (Role.AGENT_OFFICER, 404, 200),
        (Role.MINISTRY_OFFICER, 404, 200),
        (Role.LENDER_OFFICER, 403, 403),
        (Role.SUPERVISOR, 403, 403),
    ],
)
def test_who_may_read_a_document(client, person, role, draft, filed):
    case = complete_draft(person)
    address = url("document", case.pk, case.documents.first().pk)
    client.force_login(make_membership(role).user)
    assert client.get(address).status_code == draft
    submit_case(case.pk, by=person)
    response = client.get(address)
    assert response.status_code == filed
    response.close()


def test_strangers_are_asked_to_sign_in(client, person):
    case = start_draft(by=person)
    for name, *args in pages_of(case):
        assert "sign-in" in client.get(url(name, *args)).url


def test_an_unknown_section_is_not_found(exporter, person):
    case = start_draft(by=person)
    assert exporter.get(url("section", case.pk, "bribes")).status_code == 404


def queries_of(exporter, address):
    exporter.get(address)
    with CaptureQueriesContext(
        connection,
    ) as counted:
        assert exporter.get(address).status_code == 200
    return len(counted)


def test_the_list_asks_as_many_questions_for_three_cases_as_for_one(exporter, person):
    submit_case(complete_draft(person).pk, by=person)
    one = queries_of(exporter, url("my_cases"))
    for number in range(2):
        contract = {"contract_number": f"EXP-{number}"}
        submit_case(complete_draft(person, contract=contract).pk, by=person)
    start_draft(by=person)
    assert queries_of(exporter, url("my_cases")) == one


@pytest.mark.parametrize("name", ["task_list", "check_answers", "documents"])
def test_pages_of_a_draft_ask_the_same_for_three_items_as_for_one(exporter, person, name):
    case = complete_draft(person)
    one = queries_of(exporter, url(name, case.pk))
    row = COMPLETE["goods"]["rows"][0]
    part = {**row, "quantity": "3", "amount": "180 000 000"}
    fill(case, {"goods": {"rows": [part] * 3}}, by=person)
    for kind in DocumentKind:
        post = {"kind": kind.value, "file": several("a.pdf", "b.pdf", "c.pdf")}
        exporter.post(url("documents", case.pk), post)
        first = case.documents.filter(kind=kind).first()
        exporter.post(url("documents", case.pk), {"replaces": first.pk, "file": several("d.pdf")})
        exporter.post(url("remove_document", case.pk, case.documents.filter(kind=kind).last().pk))
    assert queries_of(exporter, url(name, case.pk)) == one


def test_a_filed_case_asks_the_same_after_three_submissions(exporter, person):
    case = complete_draft(person)
    submit_case(case.pk, by=person)
    returned(case, {"buyer": "?"})
    submit_case(case.pk, by=person)
    first = queries_of(exporter, url("case", case.pk))
    officer = case.events.get(kind="returned").membership
    for _ in range(2):
        take_case(case.pk, by=officer)
        return_case(case.pk, remarks={"buyer": "?"}, by=officer)
        submit_case(case.pk, by=person)
    assert queries_of(exporter, url("case", case.pk)) == first


def test_sections_are_numbered_through(exporter, person):
    case = start_draft(by=person)
    found = text_of(exporter.get(url("section", case.pk, "declaration")))
    assert f"Section {len(SECTIONS)} of {len(SECTIONS)}" in found
