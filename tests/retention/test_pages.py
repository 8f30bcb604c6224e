"""The pages of keeping, erasing and proof: who reads what there."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role, User
from applications.erasure import erase_case
from applications.legal_day import legal_day
from applications.models import CaseState
from notices.delivery import store_rendering
from notices.models import Notice
from retention.erasing import note_due
from retention.history_checks import check_all, last_checks
from retention.models import Erasure, ErasureRequest, HistoryCheck, RetentionClass, RetentionPeriod
from retention.own_data import ask_for_erasure, carry_out_request, own_data
from retention.periods import set_period
from tests.applications.cases import Cast, make_case
from tests.applications.test_events import tamper
from tests.people import make_membership, make_user
from tests.retention.test_erasing import basis, keep

pytestmark = pytest.mark.django_db
AT = datetime(2031, 6, 1, 6, 0, tzinfo=UTC)


@pytest.fixture
def page(client):
    def get(person, name, *args, method="get", **body):
        client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
        return getattr(client, method)(reverse(name, args=args), body, follow=method == "post")

    return get


def text(response):
    return " ".join(response.content.decode().split())


def test_everybody_reads_how_long_what_is_kept_and_that_no_time_is_known(client):
    keep(RetentionClass.REFUSED, months=60)
    read = text(client.get(reverse("retention:how_long")))
    assert "60 months" in read
    assert "not verified against the act" in read
    assert read.count("Kept: no time is known") == len(RetentionClass) - 1


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.MINISTRY_OFFICER}))
def test_nobody_but_the_ministry_and_administrators_sets_a_period(role):
    acting = make_membership(role)
    row = {"retention_class": "drafts", "effective_from": date(2026, 1, 1), "months": 1}
    said = {**row, "source": "a test", "verified": False}
    with pytest.raises(PermissionDenied):
        set_period(by=acting.user, acting=acting, **said)
    assert set_period(by=make_user(is_staff=True, is_superuser=True), acting=None, **said).months


def test_a_day_that_has_a_row_is_an_error_of_the_form(page):
    officer = make_membership(Role.MINISTRY_OFFICER).user
    body = {"retention_class": "drafts", "effective_from": "01.01.2026", "source": "a test"}
    page(officer, "retention:periods", method="post", **body, months="12")
    read = text(page(officer, "retention:periods", method="post", **body, months="24"))
    assert "This series already has a row from this day." in read
    assert RetentionPeriod.objects.get().months == 12


def due_cases(count):
    keep(RetentionClass.REFUSED, months=1)
    for _one in range(count):
        make_case(CaseState.REFUSED, cast=Cast())
    now = timezone.now()
    note_due(on=legal_day(now), at=now)


@pytest.mark.parametrize("count", [1, 3])
def test_the_desk_asks_as_often_for_one_as_for_three(client, count, django_assert_max_num_queries):
    due_cases(count)
    officer = make_membership(Role.MINISTRY_OFFICER)
    client.force_login(officer.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    with django_assert_max_num_queries(16):
        read = text(client.get(reverse("retention:desk")))
    assert read.count("Confirm the erasure of") == count


def test_the_same_officer_twice_is_told_that_a_second_one_confirms(page):
    due_cases(1)

    officer = make_membership(Role.MINISTRY_OFFICER).user
    pk = Erasure.objects.get().pk
    page(officer, "retention:confirm", pk, method="post")
    assert "A second officer of the ministry confirms it." in text(
        page(officer, "retention:confirm", pk, method="post")
    )
    assert Erasure.objects.get().seconded_by is None


def test_the_proof_of_a_whole_history_and_of_a_broken_one(page):
    case = make_case(CaseState.APPROVED)
    last = case.events.order_by("ordinal").last()
    for person in (case.cast.applicant, case.cast.agent, case.cast.ministry):
        read = text(page(person.user, "applications:proof", case.pk))
        assert "The history is whole: 4 events" in read
        assert last.hash in read
    tamper("applications_caseevent", "reason", "forged", case_id=case.pk, ordinal=3)
    read = text(page(case.cast.agent.user, "applications:proof", case.pk))
    assert "The history is broken at event 3" in read
    assert "A field of the event was changed after it was written." in read


def test_the_applicants_case_page_names_the_count_and_the_last_hash(page):
    case = make_case(CaseState.APPROVED)
    last = case.events.order_by("ordinal").last()
    read = text(page(case.cast.applicant.user, "applications:case", case.pk))
    assert "4 events" in read
    assert last.hash[:16] in read


def test_the_check_of_all_histories_is_kept_and_shown_with_the_first_breaks(page):
    make_case(CaseState.APPROVED)
    broken = make_case(CaseState.APPROVED)
    tamper("applications_caseevent", "reason", "forged", case_id=broken.pk, ordinal=3)
    check_all()
    cases = HistoryCheck.objects.get(room="cases")
    assert (cases.checked, cases.broken) == (2, 1)
    assert cases.breaks == [[broken.number, 3, "hash"]]
    read = text(page(make_membership(Role.MINISTRY_OFFICER).user, "retention:desk"))
    assert f"{broken.number}, event 3: A field of the event" in read
    assert {row.room for row in last_checks()} == {"cases", "breaches"}


def test_the_verification_page_of_an_erased_letter_still_compares_the_paper(client):
    case = make_case(CaseState.REFUSED)
    notice = Notice.objects.filter(subject=case.number).latest("pk")
    store_rendering(notice.pk, b"%PDF the letter", at=AT)
    officer = make_membership(Role.MINISTRY_OFFICER)
    erase_case(case.pk, basis=basis(), by=officer, at=AT)
    address = reverse("notices:verify_document", args=[notice.number, notice.verification_code])
    assert "Its words and the file were erased on 1 June 2031" in text(client.get(address))

    same = SimpleUploadedFile("letter.pdf", b"%PDF the letter")
    assert "byte for byte" in text(client.post(address, {"document": same}))
    client.force_login(case.cast.agent.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    letter = client.get(reverse("applications:case_notice", args=[case.pk, notice.pk]))
    assert letter.headers["Location"] == address


class TestOwnData:
    def test_the_file_holds_ones_own_and_nobody_elses(self, page):
        case, other = make_case(CaseState.APPROVED), make_case(CaseState.APPROVED)
        me = case.cast.applicant.user
        answer = page(me, "retention:my_data_file")
        found = answer.json()
        assert found["person"]["email"] == me.email
        assert {act["case__number"] for act in found["acts_in_cases"]} == {case.number}
        written = answer.content.decode()
        assert other.number not in written
        assert case.cast.agent.user.email not in written
        assert me.password not in written

    def test_asking_twice_is_one_request_answered_with_what_stays(self, page):
        me = make_case(CaseState.APPROVED).cast.applicant.user
        for _click in range(2):
            read = text(page(me, "retention:my_data", method="post"))
        assert ErasureRequest.objects.get().stays == ["acts", "cases", "consents"]
        assert "the history proves who decided what" in read

    @pytest.mark.parametrize("role", sorted(set(Role) - {Role.MINISTRY_OFFICER}))
    def test_only_keepers_carry_a_request_out(self, role):
        request = ask_for_erasure(make_user(), at=AT)
        acting = make_membership(role)
        with pytest.raises(PermissionDenied):
            carry_out_request(request.pk, by=acting.user, acting=acting, at=AT)

    def test_carried_out_twice_the_account_is_gone_once(self):
        user = make_user()
        request = ask_for_erasure(user, at=AT)
        by = make_user(is_staff=True, is_superuser=True)
        for at in (AT, AT + timedelta(days=1)):
            carry_out_request(request.pk, by=by, acting=None, at=at)
        gone = User.objects.get(pk=user.pk)
        assert (gone.erased_at, gone.is_active, gone.full_name) == (AT, False, "")
        assert own_data(gone)["person"]["email"] == f"erased-{user.pk}@erased.invalid"
