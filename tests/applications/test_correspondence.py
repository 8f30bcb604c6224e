"""Messages, internal notes and openings: who reads what, once, and told at most once an hour."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Role
from applications import tasks
from applications.case_errors import MissingWords, NotAllowed, WrongState
from applications.correspondence import telling
from applications.correspondence.messages import mark_read, unread_counts, write_message
from applications.correspondence.notes import notes_for, write_note
from applications.correspondence.openings import record_opening
from applications.documents import add_document
from applications.models import (
    CaseMessage,
    CaseNote,
    CaseOpening,
    CaseState,
    DocumentKind,
    MessageMark,
    OpenedThing,
)
from norms.append_only import HistoryIsAppendOnly
from notices.models import OutboxJob
from tests.applications.cases import SUBMITTED_AT, Cast, make_case
from tests.people import make_membership

pytestmark = pytest.mark.django_db

NOW = SUBMITTED_AT + timedelta(days=1)
KEY = UUID(int=7)


def wrote(case, by, text="When?", *, at=NOW, key=None):
    return write_message(case.pk, text=text, language="en", key=key or uuid4(), by=by, at=at)


def noted(case, by, text="A note."):
    return write_note(case.pk, text=text, language="en", key=uuid4(), by=by, at=NOW)


@pytest.fixture
def case():
    return make_case(CaseState.AGENT_REVIEW)


class TestMessages:
    def test_the_same_key_writes_once_and_leaves_no_event(self, case):
        events = case.events.count()
        first = wrote(case, case.cast.applicant, key=KEY)
        assert wrote(case, case.cast.applicant, key=KEY) == first
        assert CaseMessage.objects.count() == 1
        assert case.events.count() == events

    def test_another_persons_same_key_is_another_message(self, case):
        wrote(case, case.cast.applicant, key=KEY)
        wrote(case, case.cast.agent, key=KEY)
        assert CaseMessage.objects.count() == 2

    def test_nothing_written_is_changed_or_deleted(self, case):
        message = wrote(case, case.cast.applicant)
        note = noted(case, case.cast.agent)
        for row in (message, note):
            with pytest.raises(HistoryIsAppendOnly):
                row.save()
            with pytest.raises(HistoryIsAppendOnly):
                row.delete()

    @pytest.mark.parametrize("state", [CaseState.DRAFT, CaseState.WITHDRAWN])
    def test_not_in_a_draft_and_not_after_a_withdrawal(self, state):
        case = make_case(state)
        with pytest.raises(WrongState):
            wrote(case, case.cast.applicant)

    def test_words_are_required(self, case):
        with pytest.raises(MissingWords):
            wrote(case, case.cast.applicant, "  ")

    def test_unread_until_opened_by_each_membership(self, case):
        agent, other = case.cast.agent, make_membership(Role.AGENT_OFFICER)
        wrote(case, case.cast.applicant)
        wrote(case, case.cast.applicant)
        assert unread_counts([case], agent) == {case.pk: 2}
        assert unread_counts([case], case.cast.applicant) == {}
        mark_read(case, by=agent)
        assert unread_counts([case], agent) == {}
        assert unread_counts([case], other) == {case.pk: 2}

    @pytest.mark.parametrize("many", [1, 3])
    def test_unread_counts_of_a_list_are_one_query(self, many, django_assert_num_queries):
        cast = Cast()
        cases = [make_case(CaseState.AGENT_REVIEW, cast=cast) for _ in range(many)]
        for each in cases:
            wrote(each, cast.applicant)
        with django_assert_num_queries(1):
            assert unread_counts(cases, cast.agent) == {each.pk: 1 for each in cases}

    def test_the_page_costs_the_same_at_one_and_three(self, case, client):
        client.force_login(case.cast.agent.user)
        address = reverse("applications:messages", args=[case.pk])
        counts = []
        for more in (1, 2):
            for _ in range(more):
                wrote(case, case.cast.applicant)
            client.get(address)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                client.get(address)
            counts.append(len(queries))
        assert counts[0] == counts[1]

    def test_pressed_twice_the_page_writes_one(self, case, client):
        client.force_login(case.cast.applicant.user)
        address = reverse("applications:messages", args=[case.pk])
        for _ in range(2):
            sent = {"text": "Salem", "language": "kk", "key": str(KEY)}
            assert client.post(address, sent).status_code == 302
        assert [message.text for message in CaseMessage.objects.all()] == ["Salem"]

    def test_what_was_typed_survives_a_case_that_has_gone_on(self, client):
        case = make_case(CaseState.AWAITING_DECISION)
        client.force_login(case.cast.agent.user)
        sent = {"text": "Typed at length", "language": "kk", "key": str(KEY)}
        page = client.post(reverse("applications:messages", args=[case.pk]), sent)
        assert "Typed at length" in page.content.decode()
        assert not CaseMessage.objects.exists()

    def test_officers_names_are_for_officers(self, case, client):
        wrote(case, case.cast.agent)
        address = reverse("applications:messages", args=[case.pk])
        client.force_login(case.cast.applicant.user)
        assert case.cast.agent.user.full_name not in client.get(address).content.decode()
        client.force_login(case.cast.agent.user)
        assert case.cast.agent.user.full_name in client.get(address).content.decode()


class TestTelling:
    def jobs(self):
        return OutboxJob.objects.filter(task=telling.TASK).order_by("pk")

    def test_one_mail_an_hour_and_the_rest_when_it_is_over(self, case):
        for minutes in (0, 10, 20):
            wrote(case, case.cast.applicant, at=NOW + timedelta(minutes=minutes))
        assert self.jobs().count() == 1
        assert telling.tell_what_waits(at=NOW + timedelta(minutes=59)) == 0
        assert telling.tell_what_waits(at=NOW + timedelta(minutes=61)) == 1
        assert telling.tell_what_waits(at=NOW + timedelta(minutes=61)) == 0
        assert self.jobs().count() == 2

    def test_what_was_read_meanwhile_is_not_told(self, case):
        wrote(case, case.cast.applicant)
        wrote(case, case.cast.applicant, at=NOW + timedelta(minutes=5))
        mark_read(case, by=case.cast.agent)
        assert telling.tell_what_waits(at=NOW + timedelta(hours=2)) == 0

    def test_the_mail_names_the_case_and_not_the_words(self, case):
        wrote(case, case.cast.agent, "The contract lacks page 3")
        (job,) = self.jobs()
        tasks.tell_of_message(**job.arguments)
        tasks.tell_of_message(**job.arguments)
        (letter,) = mail.outbox
        assert letter.to == [case.cast.applicant.user.email]
        assert case.number in letter.body
        assert case.number in letter.subject
        assert "page 3" not in f"{letter.body}{letter.subject}"

    def test_nothing_is_sent_to_whoever_has_read_it(self, case):
        wrote(case, case.cast.agent)
        mark_read(case, by=case.cast.applicant)
        (job,) = self.jobs()
        tasks.tell_of_message(**job.arguments)
        assert mail.outbox == []

    def test_the_reviewer_is_told_and_no_other_officer(self, case):
        make_membership(Role.AGENT_OFFICER, organisation=case.cast.agent.organisation)
        wrote(case, case.cast.applicant)
        told = MessageMark.objects.exclude(told_at=None)
        assert [mark.membership for mark in told] == [case.cast.agent]

    def test_after_the_conclusion_the_ministry_is_told(self):
        case = make_case(CaseState.AWAITING_DECISION)
        wrote(case, case.cast.applicant)
        told = MessageMark.objects.exclude(told_at=None)
        assert [mark.membership for mark in told] == [case.cast.ministry]


class TestNotes:
    def test_of_both_sides_of_the_office_and_of_nobody_else(self, case):
        noted(case, case.cast.agent)
        noted(case, case.cast.ministry)
        assert notes_for(case, case.cast.agent, on=date(2026, 1, 21)).count() == 2
        assert notes_for(case, case.cast.ministry, on=date(2026, 1, 21)).count() == 2
        assert notes_for(case, case.cast.applicant, on=date(2026, 1, 21)).count() == 0

    def test_an_officer_who_acts_for_the_applicant_too_reads_none(self, case):
        officer = make_membership(Role.AGENT_OFFICER, organisation=case.cast.agent.organisation)
        noted(case, case.cast.agent)
        make_membership(user=officer.user, organisation=case.organisation)
        assert notes_for(case, officer, on=date(2026, 1, 21)).count() == 0
        with pytest.raises(NotAllowed, match="of_the_applicant"):
            noted(case, officer)

    def test_the_same_key_notes_once(self, case):
        for _ in range(2):
            write_note(case.pk, text="x", language="en", key=KEY, by=case.cast.agent)
        assert CaseNote.objects.count() == 1


class TestOpenings:
    def openings(self, case):
        return list(CaseOpening.objects.filter(case=case).values_list("thing", "by_applicant"))

    def test_once_an_hour_by_membership_and_thing(self, case, django_assert_num_queries):
        for minutes in (0, 20, 70):
            with django_assert_num_queries(1):
                at = SUBMITTED_AT + timedelta(minutes=minutes)
                record_opening(case, OpenedThing.CASE, by=case.cast.agent, at=at)
        assert len(self.openings(case)) == 2

    def test_pages_documents_and_letters_are_kept(self, case, client):
        document = case.documents.first()
        client.force_login(case.cast.agent.user)
        client.get(reverse("applications:review", args=[case.pk]))
        client.get(reverse("applications:document", args=[case.pk, document.pk])).getvalue()
        client.force_login(case.cast.applicant.user)
        client.get(reverse("applications:case", args=[case.pk]))
        assert sorted(self.openings(case)) == [
            ("case", False), ("case", True), ("document", False),
        ]  # fmt: skip

    def test_a_draft_leaves_none(self, client):
        case = make_case(CaseState.DRAFT)
        document = case.documents.first()
        client.force_login(case.cast.applicant.user)
        client.get(reverse("applications:document", args=[case.pk, document.pk])).getvalue()
        assert self.openings(case) == []

    def test_the_applicant_reads_the_organisation_and_the_role(self, case, client):
        record_opening(case, OpenedThing.CASE, by=case.cast.agent, at=NOW)
        document = case.documents.first()
        record_opening(case, OpenedThing.DOCUMENT, by=case.cast.agent, at=NOW, thing_pk=document.pk)
        client.force_login(case.cast.applicant.user)
        page = client.get(reverse("applications:openings", args=[case.pk])).content.decode()
        assert case.cast.agent.organisation.name_kk in page
        assert case.cast.agent.user.full_name not in page
        assert document.name in page
        client.force_login(case.cast.ministry.user)
        page = client.get(reverse("applications:openings", args=[case.pk])).content.decode()
        assert case.cast.agent.user.full_name in page

    def test_an_officer_does_not_read_the_name_of_a_document_not_filed_yet(self, client):
        case = make_case(CaseState.RETURNED)
        applicant, filed = case.cast.applicant, case.documents.first()
        unfiled = add_document(
            case.pk,
            DocumentKind.CONSENT,
            SimpleUploadedFile("for-nobody-yet.pdf", b"%PDF-1.4\n%% 7\n%%EOF\n"),
            by=applicant,
        )
        for pk in (filed.pk, unfiled.pk):
            record_opening(case, OpenedThing.DOCUMENT, by=applicant, at=NOW, thing_pk=pk)
        address = reverse("applications:openings", args=[case.pk]) + "?people=applicant"
        client.force_login(case.cast.agent.user)
        page = client.get(address).content.decode()
        assert filed.name in page
        assert "for-nobody-yet" not in page
        client.force_login(applicant.user)
        assert "for-nobody-yet" in client.get(address).content.decode()

    @pytest.mark.parametrize("many", [1, 3])
    def test_the_page_costs_the_same_queries(self, case, client, many, django_assert_num_queries):
        for hours in range(many):
            at = NOW + timedelta(hours=hours)
            for thing, pk in (("document", case.documents.first().pk), ("case", 0)):
                record_opening(case, OpenedThing(thing), by=case.cast.agent, at=at, thing_pk=pk)
        client.force_login(case.cast.applicant.user)
        with django_assert_num_queries(7):
            client.get(reverse("applications:openings", args=[case.pk]))
