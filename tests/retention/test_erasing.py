"""What is due is found, confirmed and erased; the chain stays whole and no value is left."""

import csv
import io
import json
import zipfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.storage import storages
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.db.models import ForeignObjectRel
from django.urls import reverse

from accounts.invitations import invite
from accounts.models import Invitation, Organisation, Role, User
from applications import case_workflow as workflow
from applications import erasure
from applications.api.answers import entry_as_dict
from applications.case_errors import WrongState
from applications.erasure import ErasureBasis, erase_case
from applications.events import verify_chain
from applications.findings_data import last_findings_as_data
from applications.form_sections import SECTIONS
from applications.models import (
    Case,
    CaseMessage,
    CaseNote,
    CaseState,
    EventKind,
    ListExport,
    RemarkAnswer,
)
from applications.models.cases import CaseQuerySet
from applications.models.personal_data import PERSONAL_ANSWERS
from applications.timeline import timeline
from files.erasure import purge
from files.models import ErasedFile, StoredFile
from files.uploads import PDF, store_bytes
from notices.delivery import store_rendering
from notices.models import Notice
from retention import erasing
from retention.due import all_due
from retention.erasing import SamePerson, carry_out, confirm, erase_what_is_due, note_due
from retention.holds import hold_case, lift_hold
from retention.models import Erasure, RetentionClass, RetentionPeriod
from tests.applications.cases import STEPS, SUBMITTED_AT, Cast, make_case
from tests.applications.test_events import tamper
from tests.people import make_membership, make_user

pytestmark = pytest.mark.django_db
AT = datetime(2031, 6, 1, 6, 0, tzinfo=UTC)
ON = date(2031, 6, 1)
# Every personal value of tests.applications.cases, as typed and as kept, with each free text.
PLANTED = (
    "Дала Машина",
    "Абай к-сі",
    "Сәуле Ахметова",
    "Ержан Оспанов",
    "123 45 67",
    "77011234567",
    "export@dala.invalid",
    "KZ86 125K",
    "KZ86125KZT5004100100",
    "Volga Agro",
    "301234567",
    "Navoi 1",
    "Karimov",
    "EX-2025/17",
    "ex202517",
    "Combine harvester",
    "КД-7",
    "СТ-44",
    "Директор",
    "The contract is not signed",
    "The goods are on the list",
    "The goods are not on the list",
    "To approve",
    "The minister",
    "Because of Aigerim",
    "export_contract.pdf",
)


def keep(retention_class, months=60):
    return RetentionPeriod.objects.create(
        retention_class=retention_class,
        effective_from=date(2020, 1, 1),
        months=months,
        source="a test",
        author=make_user(),
    )


def basis(retention_class="refused"):
    day = date(2026, 1, 20)
    return ErasureBasis(retention_class, day, day, day)


def leaves(planted):
    """Every table and column in which one of the values still stands."""
    found = set()
    for model in apps.get_models():
        if model is Organisation:
            continue  # a registered organisation is kept while it is registered
        for row in model._base_manager.values():
            for column, value in row.items():
                text = json.dumps(value, ensure_ascii=False, default=str)
                found |= {(model.__name__, column, one) for one in planted if one in text}
    return found


def stored_files():
    root = Path(storages["private"].location)  # type: ignore[attr-defined]
    return {path.name for path in root.rglob("*") if path.is_file()}


def returned_and_refused(cast):
    """A case with every kind of free text: a remark, reasons, grounds, an answer, an appeal."""
    case = make_case(CaseState.RETURNED, cast=cast)
    at = SUBMITTED_AT + timedelta(hours=5)
    workflow.submit_case(case.pk, by=cast.applicant, at=at)
    workflow.take_case(case.pk, by=cast.agent, at=at)
    workflow.conclude_case(
        case.pk, in_favour=False, reasons="Because of Aigerim", by=cast.agent, at=at
    )
    for step in ("announce", "answer"):
        STEPS[step](case.pk, cast, at)
    late = at + timedelta(days=30)
    workflow.refuse_case(
        case.pk,
        grounds={"goods_not_listed": "The goods are not on the list."},
        by=cast.ministry,
        at=late,
    )
    STEPS["appeal"](case.pk, cast, late)
    workflow.note_outcome(
        case.pk,
        decided_on=late.date(),
        outcome="dismissed",
        words="Because of Aigerim",
        by=cast.ministry,
        at=late,
    )
    correspond(case, cast)
    return Case.objects.get(pk=case.pk)


def correspond(case, cast):
    said = {"case": case, "language": "kk", "text": "Because of Aigerim"}
    written = {**said, "membership": cast.agent, "at": AT}
    CaseMessage.objects.create(**written, from_applicant=False)
    CaseNote.objects.create(**written)
    returned = case.events.get(kind=EventKind.RETURNED)
    RemarkAnswer.objects.create(
        **said, event=returned, code="contract", updated_by=cast.applicant, updated_at=AT
    )


def with_letters(case):
    for event in case.events.exclude(notice=None):
        store_rendering(event.notice_id, f"%PDF letter {event.notice_id}".encode(), at=AT)


class TestOneCase:
    @pytest.fixture
    def case(self):
        case = returned_and_refused(Cast())
        with_letters(case)
        return case

    def test_no_value_is_left_in_any_table_or_in_the_storage_and_the_chain_is_whole(self, case):
        assert {one for *_where, one in leaves(PLANTED)} >= set(PLANTED) - {"export_contract.pdf"}
        hashes = list(case.events.order_by("ordinal").values_list("hash", flat=True))
        before = stored_files()
        erase_case(case.pk, basis=basis(), by=case_officer(), at=AT)
        purge(at=AT)
        assert leaves(PLANTED) == set()
        known = set(StoredFile.objects.values_list("sha256", flat=True))
        assert known <= before
        assert not known & stored_files()
        after = Case.objects.get(pk=case.pk)
        assert verify_chain(after) is None
        assert [*hashes, after.events.last().hash] == list(
            after.events.order_by("ordinal").values_list("hash", flat=True)
        )

    def test_the_last_event_says_by_which_class_and_rule(self, case):
        by = case_officer()
        erase_case(case.pk, basis=basis(), by=by, at=AT)
        last = case.events.order_by("ordinal").last()
        assert (last.kind, last.user, last.at) == (EventKind.ERASED, by.user, AT)
        assert last.details == basis().details()

    def test_numbers_digests_and_amounts_stay(self, case):
        erase_case(case.pk, basis=basis(), by=case_officer(), at=AT)
        notice = Notice.objects.filter(subject=case.number).first()
        assert notice.number
        assert len(notice.pdf_sha256) == 64
        assert notice.pdf is None
        submission = case.submissions.last()
        assert submission.answers["financing"]["financing_amount"] == "100000000"
        assert submission.documents[0]["sha256"]

    @pytest.mark.parametrize("table", ["submissions", "events"])
    def test_a_commitment_changed_after_the_erasure_is_found(self, case, table):
        erase_case(case.pk, basis=basis(), by=case_officer(), at=AT)
        name = {"submissions": "submission", "events": "caseevent"}[table]
        row = getattr(case, table).get(ordinal=1)
        forged = json.dumps({**row.commitments, next(iter(row.commitments)): "0" * 64})
        tamper(f"applications_{name}", "commitments", forged, id=row.pk)
        assert verify_chain(Case.objects.get(pk=case.pk)).ordinal == 1

    def test_twice_changes_nothing_more(self, case):
        assert erase_case(case.pk, basis=basis(), by=case_officer(), at=AT)
        assert not erase_case(case.pk, basis=basis(), by=case_officer(), at=AT)
        assert case.events.filter(kind=EventKind.ERASED).count() == 1

    def test_no_act_is_possible_on_an_erased_case(self, case):
        erase_case(case.pk, basis=basis(), by=case_officer(), at=AT)
        with pytest.raises(WrongState):
            workflow.note_appeal(
                case.pk,
                appealed_on=ON,
                addressed_to="x",
                asked="x",
                by=case_officer(),
                at=AT,
            )

    def test_its_pages_still_open_for_officers_and_for_the_applicant(self, case, client):
        agent = case.reviewer
        applicant = case.submissions.last().submitted_by
        erase_case(case.pk, basis=basis(), by=case_officer(), at=AT)
        for person, address in (
            (agent, f"/en/applications/{case.pk}/review/"),
            (agent, "/en/applications/queue/"),
            (agent, f"/en/applications/{case.pk}/differences/"),
            (applicant, f"/en/applications/{case.pk}/"),
            (applicant, "/en/applications/mine/"),
        ):
            client.force_login(person.user, backend=settings.AUTHENTICATION_BACKENDS[0])
            answer = client.get(address)
            assert answer.status_code == 200, address
            of_case = address.endswith((f"/{case.pk}/review/", f"/{case.pk}/"))
            assert (b"were erased on" in answer.content) == of_case, address

    def test_its_other_pages_its_zip_and_the_api_tell_what_is_left(self, case, client):
        reader = case.submissions.last().submitted_by
        erase_case(case.pk, basis=basis(), by=case_officer(), at=AT)
        for person in (case.reviewer, reader):
            client.force_login(person.user, backend=settings.AUTHENTICATION_BACKENDS[0])
            for page in ("history", "messages", "openings", "proof"):
                address = reverse(f"applications:{page}", args=[case.pk])
                assert client.get(address).status_code == 200, address
            packed = client.post(reverse("applications:archive", args=[case.pk]))
            with zipfile.ZipFile(io.BytesIO(packed.getvalue())) as archive:
                texts = [archive.read(name).decode() for name in archive.namelist()]
            assert not any("Aigerim" in text or "Volga" in text for text in texts)
        submission = case.submissions.last()
        assert last_findings_as_data(submission, for_applicant=True) is not None
        assert [entry_as_dict(entry) for entry in timeline(case, for_staff=False)]


def case_officer():
    return make_membership(Role.MINISTRY_OFFICER)


def test_every_answer_is_either_personal_or_listed_here_as_plain():
    """A new field of the form fails here until somebody has thought about it."""
    plain = {
        "lender": {"lender_kind", "lender_business_number", "lender_name"},
        "buyer": {"buyer_country"},
        "contract": {
            "contract_date",
            "contract_amount",
            "contract_currency",
            "incoterms",
            "delivery_place",
            "delivery_until",
        },
        "goods": {
            "hs_code",
            "quantity",
            "unit",
            "price",
            "amount",
            "origin_proof_kind",
            "origin_proof_number",
            "origin_proof_date",
            "origin_valid_until",
        },
        "financing": {
            "financing_kind",
            "agreement_date",
            "financing_amount",
            "financing_currency",
            "nominal_rate_percent",
            "term_months",
            "grace_principal_months",
            "grace_interest_months",
            "repayment",
            "day_count",
            "first_disbursement",
            "advance_payment",
            "own_schedule",
        },
        "insurance": {
            "insurance_instrument",
            "insurance_date",
            "insured_amount",
            "insurance_currency",
        },
        "declaration": {"declared", "consent_personal_data"},
    }
    case = make_case()
    for section in SECTIONS:
        answers = case.submissions.get().answers.get(section.code)
        if answers is None:
            continue
        rows = answers if isinstance(answers, list) else [answers]
        known = PERSONAL_ANSWERS.get(section.code, set()) | plain.get(section.code, set())
        assert {name for row in rows for name in row} <= known, section.code


def test_every_table_that_hangs_on_a_case_is_thought_of():
    """A new table about a case fails here until its texts are erased or none are in it."""
    relations = Case._meta.get_fields(include_hidden=True)
    hanging = {
        relation.related_model.__name__
        for relation in relations
        if isinstance(relation, ForeignObjectRel)
    }
    erased = {"Submission", "CaseEvent", "CaseDocument", "Case"}
    deleted = {"DraftSection", "SectionVersion", "CaseMessage", "CaseNote", "RemarkAnswer"}
    without_texts = {"MessageMark", "CaseOpening"}
    kept_with_their_reason = {"LegalHold"}
    assert hanging == erased | deleted | without_texts | kept_with_their_reason


def test_a_content_that_another_case_needs_stays_in_the_storage():
    first, second = make_case(CaseState.REFUSED), make_case(CaseState.REFUSED)
    erase_case(first.pk, basis=basis(), by=case_officer(), at=AT)
    assert purge(at=AT) == 0
    with second.documents.first().file.open() as content:
        assert content.read().startswith(b"%PDF")
    erase_case(second.pk, basis=basis(), by=case_officer(), at=AT)
    assert purge(at=AT) == len({d.file_id for d in second.documents.all()})
    with pytest.raises(ErasedFile):
        StoredFile.objects.get(pk=second.documents.first().file_id).open()


def test_a_content_uploaded_again_after_its_erasure_is_there_again():
    case = make_case(CaseState.REFUSED)
    document = case.documents.first()
    with document.file.open() as content:
        data = content.read()
    erase_case(case.pk, basis=basis(), by=case_officer(), at=AT)
    purge(at=AT)
    again = store_bytes(data, PDF)
    assert again.pk == document.file_id
    with again.open() as content:
        assert content.read() == data


def test_killed_between_the_act_and_the_storage_the_next_run_purges():
    case = make_case(CaseState.REFUSED)
    erase_case(case.pk, basis=basis(), by=case_officer(), at=AT)  # and the process is gone
    sha256 = case.documents.first().file.sha256
    assert sha256 in stored_files()
    assert erase_what_is_due(on=ON, at=AT).purged > 0
    assert sha256 not in stored_files()


class TestRun:
    def test_nothing_is_due_where_no_time_is_known(self):
        make_case(CaseState.REFUSED)
        keep(RetentionClass.REFUSED, months=None)
        assert list(all_due(ON)) == []

    @pytest.mark.parametrize(("on", "due"), [("2031-01-19", 0), ("2031-01-20", 1)])
    def test_a_case_is_due_when_its_months_are_over(self, on, due):
        make_case(CaseState.REFUSED)  # decided on 20 January 2026
        keep(RetentionClass.REFUSED)
        assert len(list(all_due(date.fromisoformat(on)))) == due

    def test_a_decided_case_waits_for_two_people(self):
        case = make_case(CaseState.REFUSED)
        keep(RetentionClass.REFUSED)
        first, second = case_officer(), case_officer()
        note_due(on=ON, at=AT)
        row = Erasure.objects.get()
        confirm(row.pk, by=first, at=AT)
        assert erase_what_is_due(on=ON, at=AT).erased == 0
        with pytest.raises(SamePerson):
            confirm(row.pk, by=make_membership(Role.MINISTRY_OFFICER, user=first.user), at=AT)
        confirm(row.pk, by=second, at=AT)
        assert erase_what_is_due(on=ON, at=AT).erased == 1
        assert Case.objects.get(pk=case.pk).erased_at == AT
        assert erase_what_is_due(on=ON, at=AT).erased == 0

    def test_a_withdrawn_case_needs_one(self):
        case = make_case(CaseState.WITHDRAWN)
        keep(RetentionClass.WITHDRAWN)
        note_due(on=ON, at=AT)
        confirm(Erasure.objects.get().pk, by=case_officer(), at=AT)
        assert erase_what_is_due(on=ON, at=AT).erased == 1
        assert verify_chain(Case.objects.get(pk=case.pk)) is None

    @pytest.mark.parametrize("role", sorted(set(Role) - {Role.MINISTRY_OFFICER}))
    def test_nobody_but_the_ministry_confirms(self, role):
        make_case(CaseState.WITHDRAWN)
        keep(RetentionClass.WITHDRAWN)
        note_due(on=ON, at=AT)
        with pytest.raises(PermissionDenied):
            confirm(Erasure.objects.get().pk, by=make_membership(role), at=AT)

    def test_a_hold_keeps_a_case_and_lifted_lets_it_go(self):
        case = make_case(CaseState.REFUSED)
        keep(RetentionClass.REFUSED)
        note_due(on=ON, at=AT)
        hold_case(case.pk, reason="A court asked for it.", by=case.cast.ministry, at=AT)
        hold_case(case.pk, reason="A second click.", by=case.cast.ministry, at=AT)
        note_due(on=ON, at=AT)
        assert Erasure.objects.get().dropped_at == AT
        lift_hold(case.pk, by=case.cast.ministry, at=AT)
        assert note_due(on=ON, at=AT) == 1

    @pytest.mark.parametrize("state", ["refused, appealed", "approved, reopening proposed"])
    def test_an_open_appeal_and_a_proposed_reopening_keep_a_case(self, state):
        make_case(state)
        for each in (RetentionClass.REFUSED, RetentionClass.APPROVED, RetentionClass.DOCUMENTS):
            keep(each)
        assert list(all_due(ON)) == []

    def test_a_hold_set_after_the_confirmations_still_holds(self):
        case = make_case(CaseState.WITHDRAWN)
        keep(RetentionClass.WITHDRAWN)
        note_due(on=ON, at=AT)
        row = confirm(Erasure.objects.get().pk, by=case_officer(), at=AT)
        hold_case(case.pk, reason="A court asked for it.", by=case.cast.ministry, at=AT)
        assert not carry_out(row.pk, on=ON, at=AT)
        assert Case.objects.get(pk=case.pk).erased_at is None

    def test_the_case_is_locked_before_it_is_asked_whether_it_is_still_due(self, monkeypatch):
        make_case(CaseState.WITHDRAWN)
        keep(RetentionClass.WITHDRAWN)
        note_due(on=ON, at=AT)
        row = confirm(Erasure.objects.get().pk, by=case_officer(), at=AT)
        order: list[str] = []
        lock, ask = CaseQuerySet.select_for_update, erasing.still_due

        def noted_lock(cases, **how):
            order.append("locked")
            return lock(cases, **how)

        def noted_question(*what, on):
            order.append("asked")
            return ask(*what, on=on)

        monkeypatch.setattr(CaseQuerySet, "select_for_update", noted_lock)
        monkeypatch.setattr(erasing, "still_due", noted_question)
        assert carry_out(row.pk, on=ON, at=AT)
        assert order[:2] == ["locked", "asked"]

    def test_killed_half_way_nothing_is_half_done_and_the_next_run_ends_it(self, monkeypatch):
        cases = [make_case(CaseState.WITHDRAWN) for _one in range(2)]
        keep(RetentionClass.WITHDRAWN)
        note_due(on=ON, at=AT)
        for row in Erasure.objects.all():
            confirm(row.pk, by=case_officer(), at=AT)
        told = erasure._tell

        def killed(case, *rest):
            if case.pk == cases[1].pk:
                raise DatabaseError("the machine is gone")
            told(case, *rest)

        monkeypatch.setattr(erasure, "_tell", killed)
        with pytest.raises(DatabaseError), transaction.atomic():
            erase_half(cases)
        monkeypatch.setattr(erasure, "_tell", told)
        assert [verify_chain(case) for case in Case.objects.all()] == [None, None]
        assert erase_what_is_due(on=ON, at=AT).erased == 2
        assert all(verify_chain(case) is None for case in Case.objects.all())

    def test_documents_alone_can_go_first(self):
        case = make_case(CaseState.REFUSED)
        keep(RetentionClass.DOCUMENTS)
        note_due(on=ON, at=AT)
        for by in (case_officer(), case_officer()):
            confirm(Erasure.objects.get().pk, by=by, at=AT)
        done = erase_what_is_due(on=ON, at=AT)
        assert (done.erased, done.purged) == (1, case.documents.count())
        after = Case.objects.get(pk=case.pk)
        assert after.erased_at is None
        assert after.submissions.get().answers["buyer"]["buyer_name"] == "Volga Agro LLC"
        assert verify_chain(after) is None

    def test_a_draft_goes_as_a_whole(self):
        case = make_case(CaseState.DRAFT)
        keep(RetentionClass.DRAFTS, months=12)
        note_due(on=ON, at=AT)
        confirm(Erasure.objects.get().pk, by=case_officer(), at=AT)
        assert erase_what_is_due(on=ON, at=AT).erased == 1
        assert not Case.objects.filter(pk=case.pk).exists()
        assert leaves(PLANTED) == set()

    def test_an_account_keeps_its_number_and_nothing_else(self):
        case = make_case(CaseState.REFUSED)
        person = case.cast.agent.user
        User.objects.exclude(pk=person.pk).update(last_login=AT)
        User.objects.filter(pk=person.pk).update(
            full_name="Aigerim Planted", email="planted@example.invalid", last_login=SUBMITTED_AT
        )
        keep(RetentionClass.ACCOUNTS)
        note_due(on=ON, at=AT)
        confirm(Erasure.objects.get().pk, by=case_officer(), at=AT)
        erase_what_is_due(on=ON, at=AT)
        assert leaves(("Aigerim Planted", "planted@example.invalid")) == set()
        assert case.events.get(kind=EventKind.TAKEN).user.shown_name == "erased person"
        assert verify_chain(Case.objects.get(pk=case.pk)) is None

    def test_what_goes_by_itself(self):
        by = make_membership(Role.APPLICANT, may_invite=True)
        invite(by=by, email="invited@example.invalid", may_invite=False, at=SUBMITTED_AT)
        ListExport.objects.create(
            which="cases",
            membership=by,
            organisation=by.organisation,
            at=SUBMITTED_AT,
            file_format="csv",
            filters={"q": ["Aigerim"]},
            rows=1,
        )
        for each in (RetentionClass.INVITATIONS, RetentionClass.VIEWS, RetentionClass.SESSIONS):
            keep(each, months=12)
        Invitation.objects.update(withdrawn_at=SUBMITTED_AT)
        assert erase_what_is_due(on=ON, at=AT).by_themselves == 2
        assert leaves(("Aigerim",)) == set()
        assert {row for row in leaves(("invited@example.invalid",)) if row[0] == "Invitation"} == (
            set()
        )
        assert erase_what_is_due(on=ON, at=AT).by_themselves == 0


def erase_half(cases):
    for case in cases:
        erase_case(case.pk, basis=basis("withdrawn"), by=case_officer(), at=AT)


def test_the_dry_run_is_a_table_and_changes_nothing():
    case = make_case(CaseState.REFUSED)
    keep(RetentionClass.REFUSED)
    call_command("erase_due", "--dry-run", "--on", "2031-06-01", stdout=(out := io.StringIO()))
    rows = list(csv.reader(io.StringIO(out.getvalue())))
    assert rows[1] == ["Refused cases", case.number, "2026-01-20", "60", "2031-01-20"]
    assert not Erasure.objects.exists()
