"""Drafts keep what was typed, and nobody overwrites anybody unseen."""

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone, translation

from accounts.models import Role
from applications import section_versions
from applications.answer_conflicts import Difference, differences, taken_in_words
from applications.case_errors import NotAllowed, WrongState
from applications.case_workflow import submit_case
from applications.documents import add_document
from applications.drafts import Conflict, Saved, discard_draft, save_section, start_draft
from applications.form_sections import SECTION_OF_CODE
from applications.models import Case, CaseState, DocumentKind, DraftSection
from applications.section_versions import OpenPage, savers_since
from files.erasure import purge
from tests.applications.cases import SUBMITTED_AT, Cast, make_draft
from tests.applications.complete_answers import COMPLETE, complete_answers
from tests.people import make_membership

pytestmark = pytest.mark.django_db
BUYER = SECTION_OF_CODE["buyer"]
GOODS = SECTION_OF_CODE["goods"]


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def test_a_new_draft_knows_the_organisation_and_the_person():
    person = make_membership()
    raw = start_draft(by=person).sections.get(section="applicant").answers
    assert raw["name_kk"] == person.organisation.name_kk
    assert raw["contact_email"] == person.user.email
    assert raw["iban"] == ""


def test_several_drafts_at_once():
    person = make_membership()
    assert start_draft(by=person).pk != start_draft(by=person).pk


@pytest.mark.parametrize("role", [r for r in Role if r != Role.APPLICANT])
def test_only_applicants_start_drafts(role):
    with pytest.raises(NotAllowed):
        start_draft(by=make_membership(role))


def test_invalid_and_unfinished_answers_are_kept_as_typed():
    person = make_membership()
    case = start_draft(by=person)
    raw = {**COMPLETE["buyer"], "buyer_country": "Oz", "buyer_name": "  «<b>» \u0007x"}
    assert save_section(case.pk, BUYER, raw, expected_version=0, by=person) == Saved(1)
    assert case.sections.get(section="buyer").answers == raw


def test_a_second_save_over_the_shown_version_is_the_next_version():
    person = make_membership()
    case = start_draft(by=person)
    save_section(case.pk, BUYER, {"buyer_name": "A"}, expected_version=0, by=person)
    saved = save_section(case.pk, BUYER, {"buyer_name": "B"}, expected_version=1, by=person)
    assert saved == Saved(2)


def test_a_colleagues_answers_are_not_overwritten_but_listed_field_by_field():
    first = make_membership()
    second = make_membership(organisation=first.organisation)
    case = start_draft(by=first)
    theirs = COMPLETE["buyer"]
    mine = {**theirs, "buyer_name": "Another", "buyer_country": "KG"}
    save_section(case.pk, BUYER, theirs, expected_version=0, by=first)
    conflict = save_section(case.pk, BUYER, mine, expected_version=0, by=second)
    assert isinstance(conflict, Conflict)
    assert conflict.version == 1
    assert conflict.stored.updated_by == first
    assert conflict.base_version == 0
    found = {d.label: (d.stored, d.typed) for d in differences(BUYER, conflict.merge)}
    assert found["Buyer's name"] == ("Toshkent Agro MChJ", "Another")
    assert found["Country of the buyer"] == ("Uzbekistan", "Kyrgyzstan")
    assert len(found) == 2
    assert case.sections.get(section="buyer").answers == theirs


def test_differences_name_the_row_of_a_table():
    person = make_membership()
    case = start_draft(by=person)
    first, theirs, mine = (complete_answers()["goods"] for _ in range(3))
    theirs["rows"][0]["quantity"], mine["rows"][0]["quantity"] = "11", "12"
    save_section(case.pk, GOODS, first, expected_version=0, by=person)
    save_section(case.pk, GOODS, theirs, expected_version=1, by=person)
    conflict = save_section(case.pk, GOODS, mine, expected_version=1, by=person)
    assert isinstance(conflict, Conflict)
    found = differences(GOODS, conflict.merge)
    assert found == [Difference("Item 1: Quantity", "11", "12")]


def test_an_entry_removed_by_one_and_changed_by_another_is_asked_about():
    person = make_membership()
    case = start_draft(by=person)
    first, changed = complete_answers()["goods"], complete_answers()["goods"]
    changed["rows"][0] = dict.fromkeys(changed["rows"][0], "") | {"hs_code": "8507"}
    save_section(case.pk, GOODS, first, expected_version=0, by=person)
    save_section(case.pk, GOODS, {"rows": []}, expected_version=1, by=person)
    conflict = save_section(case.pk, GOODS, changed, expected_version=1, by=person)
    assert isinstance(conflict, Conflict)
    (found,) = differences(GOODS, conflict.merge)
    assert found == Difference("Item 1", "the entry is removed", "HS code: 8507")


def test_what_only_one_side_changed_is_merged():
    first = make_membership()
    second = make_membership(organisation=first.organisation)
    case = start_draft(by=first)
    begun = COMPLETE["buyer"]
    save_section(case.pk, BUYER, begun, expected_version=0, by=first)
    theirs, mine = {**begun, "buyer_name": "Theirs"}, {**begun, "buyer_address": "Mine"}
    save_section(case.pk, BUYER, theirs, expected_version=1, by=first)
    saved = save_section(case.pk, BUYER, mine, expected_version=1, by=second)
    assert saved == Saved(3)
    assert taken_in_words(BUYER, saved.taken) == ["Buyer's name"]
    stored = case.sections.get(section="buyer")
    assert stored.answers == {**theirs, "buyer_address": "Mine"}
    assert stored.updated_by == second


def test_after_many_versions_a_forgotten_beginning_is_asked_about(monkeypatch):
    monkeypatch.setattr(section_versions, "VERSIONS_KEPT", 4)
    monkeypatch.setattr(section_versions, "THINNED_EVERY", 2)
    person = make_membership()
    case = start_draft(by=person)
    for number in range(10):
        raw = {"buyer_name": f"{number}", "buyer_address": "same"}
        save_section(case.pk, BUYER, raw, expected_version=number, by=person)
    assert case.section_versions.count() <= 4 + 2
    mine = {"buyer_name": "0", "buyer_address": "mine"}
    conflict = save_section(case.pk, BUYER, mine, expected_version=1, by=person)
    assert isinstance(conflict, Conflict)
    assert [clash.name for clash in conflict.merge.clashes] == ["buyer_name", "buyer_address"]


def open_page(sequence):
    return OpenPage("page-1", sequence)


def test_a_page_whose_answer_was_lost_does_not_conflict_with_itself():
    person = make_membership()
    case = start_draft(by=person)

    def send(name, sequence, version=0):
        raw = {"buyer_name": name}
        return save_section(
            case.pk, BUYER, raw, expected_version=version, by=person, page=open_page(sequence)
        )

    assert send("A", 1) == Saved(1)
    assert send("AB", 2) == Saved(2)
    assert send("ABC", 3) == Saved(3)
    assert case.sections.get(section="buyer").answers == {"buyer_name": "ABC"}


def test_an_earlier_send_that_arrives_later_changes_nothing():
    person = make_membership()
    case = start_draft(by=person)

    def send(name, sequence, version):
        raw = {"buyer_name": name}
        return save_section(
            case.pk, BUYER, raw, expected_version=version, by=person, page=open_page(sequence)
        )

    send("A", 1, 0)
    send("ABC", 3, 1)
    assert send("AB", 2, 1) == Saved(2)
    send("ABC", 5, 2)
    assert send("ABCD", 4, 2) == Saved(2), "typed and taken back again since"
    assert case.sections.get(section="buyer").answers == {"buyer_name": "ABC"}


def test_a_page_conflicts_with_what_somebody_else_saved_between_its_own_sends():
    person = make_membership()
    case = start_draft(by=person)
    own = {"expected_version": 0, "by": person}
    save_section(case.pk, BUYER, {"buyer_name": "A"}, **own, page=open_page(1))
    save_section(case.pk, BUYER, {"buyer_name": "X"}, expected_version=1, by=person)
    found = save_section(case.pk, BUYER, {"buyer_name": "AB"}, **own, page=open_page(2))
    assert isinstance(found, Conflict)
    assert found.base_version == 1
    assert savers_since(found.stored, 1)[-1].name == person.user.full_name


def test_versions_are_forgotten_when_the_draft_is_submitted():
    cast = Cast()
    case = make_draft(cast.applicant)
    stored = case.sections.get(section="buyer")
    raw = {**stored.answers, "buyer_name": "Another"}
    save_section(case.pk, BUYER, raw, expected_version=stored.version, by=cast.applicant)
    assert case.section_versions.count() == 1
    submit_case(case.pk, by=cast.applicant, at=SUBMITTED_AT)
    assert case.section_versions.count() == 0


def test_the_same_answers_twice_are_no_conflict():
    person = make_membership()
    case = start_draft(by=person)
    for _ in range(2):
        saved = save_section(case.pk, BUYER, COMPLETE["buyer"], expected_version=0, by=person)
        assert saved == Saved(1)


def test_a_foreign_draft_does_not_exist():
    case = start_draft(by=make_membership())
    with pytest.raises(Case.DoesNotExist):
        save_section(case.pk, BUYER, {}, expected_version=0, by=make_membership())


@pytest.mark.parametrize("state", [s for s in CaseState if s not in ("draft", "returned")])
def test_a_filed_case_is_not_edited(state):
    person = make_membership()
    case = filed_case(person, state)
    with pytest.raises(WrongState):
        save_section(case.pk, BUYER, {}, expected_version=0, by=person)
    with pytest.raises(WrongState):
        discard_draft(case.pk, by=person)


def test_a_returned_case_is_edited_but_not_discarded():
    person = make_membership()
    case = filed_case(person, CaseState.RETURNED)
    assert save_section(case.pk, BUYER, {}, expected_version=0, by=person) == Saved(1)
    with pytest.raises(WrongState):
        discard_draft(case.pk, by=person)


def test_a_discarded_draft_is_gone_with_its_answers():
    person = make_membership()
    case = start_draft(by=person)
    discard_draft(case.pk, by=person)
    assert not Case.objects.filter(pk=case.pk).exists()
    assert not DraftSection.objects.filter(case_id=case.pk).exists()


def test_the_documents_of_a_discarded_draft_leave_the_storage():
    person = make_membership()
    case = start_draft(by=person)
    upload = SimpleUploadedFile("passport.pdf", b"%PDF-1.4\n%% 77\n%%EOF\n")
    file = add_document(case.pk, DocumentKind.CONSENT, upload, by=person).file
    discard_draft(case.pk, by=person)
    assert purge(at=timezone.now()) == 1
    assert not storages["private"].exists(file.storage_name)


def filed_case(person, state):
    """A case in a state, made past the workflow, which is tested elsewhere."""
    from datetime import UTC, date, datetime

    from applications.editions import edition_in_force, load_editions

    load_editions()
    at = datetime(2025, 12, 1, tzinfo=UTC)
    officer = make_membership(Role.AGENT_OFFICER)
    return Case.objects.create(
        organisation=person.organisation,
        created_by=person,
        state=state,
        number=f"KR-2025-{person.pk:06d}",
        edition=edition_in_force(at.date()),
        first_submitted_at=at,
        submitted_at=at,
        reviewer=officer,
        concluded_by=officer,
        concluded_at=at,
        decided_by=officer,
        decided_at=at,
        answer_until=date(2025, 12, 5) if state == CaseState.HEARING else None,
    )
