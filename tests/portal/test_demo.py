"""The demonstration: complete, marked, safe to repeat, and only where one is wanted."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse
from pypdf import PdfReader

from accounts.models import Membership, Organisation, User
from applications import case_workflow
from applications.answers import Progress, draft_answers
from applications.documents import add_document
from applications.form_sections import SECTION_OF_CODE
from applications.models import Case, CaseDocument, CaseState, DocumentKind
from applications.remarks import is_answered, last_return, remarks_of, section_of
from portal.demo.cast import PASSWORD, PEOPLE
from portal.demo.casting import DemoCast
from portal.demo.documents import demo_document
from programs import revisions
from programs.models import (
    ProposalState,
    RateProposal,
    ReferenceRate,
    Revision,
    RevisionState,
)
from programs.rate_effect import effect_of
from prudential.models import BankFigures, RatioResult, Register, RegisterState, Verdict

pytestmark = pytest.mark.xdist_group("demo")

ROOMS = {"accounts", "account", "files", "notices", "programs", "applications", "prudential"}
Contents = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module", autouse=True)
def demonstration() -> Iterator[None]:
    """The settings of a demonstration."""
    with override_settings(PORTAL_DEMO=True):
        yield


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[Contents]:
    """The demonstration loaded once for the module: a test works inside its transaction."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_demo", stdout=StringIO())
        yield contents()
        transaction.set_rollback(True)


def contents() -> Contents:
    """Every row of our rooms as it lies in the database."""
    models = [model for model in apps.get_models() if model._meta.app_label in ROOMS]
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values()) for model in models
    }


def load_again() -> None:
    call_command("load_demo", stdout=StringIO())


def demo_case(key: str) -> Case:
    return CaseDocument.objects.filter(name__startswith=f"demo-{key}").earliest("pk").case


def test_a_second_loading_changes_nothing(loaded: Contents, db: None) -> None:
    load_again()
    assert contents() == loaded


def test_every_state_of_a_case_is_there(loaded: Contents, db: None) -> None:
    assert set(Case.objects.values_list("state", flat=True)) == set(CaseState.values)


def test_numbers_rise_with_the_days(loaded: Contents, db: None) -> None:
    filed = Case.objects.exclude(number=None).order_by("first_submitted_at")
    numbers = [str(case.number) for case in filed]
    assert numbers == sorted(numbers)
    assert numbers[0] == "KR-2026-000001"


def test_the_history_of_every_case_holds(loaded: Contents, db: None) -> None:
    call_command("check_history", stdout=StringIO())


def test_everything_says_that_it_is_invented(loaded: Contents, db: None) -> None:
    assert not User.objects.filter(is_demo=False).exists()
    assert not Organisation.objects.filter(is_demo=False).exists()
    assert not Case.objects.filter(is_demo=False).exists()
    for organisation in Organisation.objects.all():
        assert "(демо)" in organisation.name_kk
        assert "(демо)" in organisation.name_ru


def test_everybody_signs_in_with_the_printed_password(loaded: Contents, db: None) -> None:
    output = StringIO()
    call_command("demo_people", stdout=output)
    printed = output.getvalue()
    assert PASSWORD in printed
    for person in PEOPLE:
        assert person.email in printed
    here = RequestFactory().get("/")
    user = authenticate(here, email=PEOPLE[0].email, password=PASSWORD)
    assert user is not None
    assert len({user.password for user in User.objects.all()}) == 1


@pytest.mark.parametrize("email", sorted({person.email for person in PEOPLE}))
def test_everybody_finds_a_desk(loaded: Contents, db: None, client: Client, email: str) -> None:
    client.force_login(User.objects.get(email=email))
    assert client.get(reverse("portal:home"), follow=True).status_code == 200


def test_somebody_works_in_two_exporters(loaded: Contents, db: None) -> None:
    own = Membership.objects.active().filter(user__email__startswith="two-exporters@")
    assert own.values("organisation").distinct().count() == 2


def test_every_document_downloads_as_a_readable_pdf(
    loaded: Contents, db: None, client: Client
) -> None:
    documents = CaseDocument.objects.select_related("case__created_by__user")
    assert documents.count() > 40
    for document in documents:
        client.force_login(document.case.created_by.user)
        session = client.session
        session["acting_membership"] = document.case.created_by_id
        session.save()
        address = reverse("applications:document", args=[document.case_id, document.pk])
        response = client.get(address)
        assert response.status_code == 200
        page = PdfReader(BytesIO(b"".join(response))).pages[0]
        assert "DEMONSTRATION" in page.extract_text()


def test_the_unfinished_draft_holds_answers_that_cannot_be_right(
    loaded: Contents, db: None
) -> None:
    draft = draft_answers(demo_case("02-unfinished"))
    found = {code: draft.progress(section) for code, section in SECTION_OF_CODE.items()}
    assert found["contract"] == Progress.NEEDS_ATTENTION
    assert found["financing"] == Progress.NOT_STARTED


def test_the_returned_case_waits_for_answers_to_its_remarks(loaded: Contents, db: None) -> None:
    case = demo_case("05-returned")
    event = last_return(case)
    assert event is not None
    assert {section_of(code) for code in remarks_of(event)} == {"contract", "documents", "goods"}
    draft = draft_answers(case)
    assert not any(is_answered(event, code, draft) for code in SECTION_OF_CODE)


def test_a_case_in_dollars_waits_for_a_rate_that_nobody_knows(loaded: Contents, db: None) -> None:
    case, ministry = demo_case("08-rate-not-known"), DemoCast().member("ministry")
    with pytest.raises(case_workflow.ReferenceRateUnknown):
        case_workflow.approve_case(case.pk, by=ministry)


def test_proposed_rates_would_help_that_case_and_count_nowhere_yet(
    loaded: Contents, db: None
) -> None:
    proposal = RateProposal.objects.get(state=ProposalState.PROPOSED)
    effect = effect_of(proposal, today=date(2026, 3, 1))
    assert [change.number for change in effect.cases] == [demo_case("08-rate-not-known").number]
    assert not ReferenceRate.objects.filter(source__startswith="Демо").exists()


def test_the_case_before_the_ministry_can_be_approved(loaded: Contents, db: None) -> None:
    case, ministry = demo_case("07-awaiting-decision"), DemoCast().member("ministry")
    assert case_workflow.approve_case(case.pk, by=ministry).state == CaseState.APPROVED


def test_a_complete_draft_waits_for_its_organisation(loaded: Contents, db: None) -> None:
    case = demo_case("12-unconfirmed")
    with pytest.raises(case_workflow.OrganisationNotConfirmed):
        case_workflow.submit_case(case.pk, by=case.created_by)


def test_a_revision_waits_for_its_second_person(loaded: Contents, db: None) -> None:
    revision = Revision.objects.get(state=RevisionState.PROPOSED)
    assert not revisions.may_decide(revision, DemoCast().member("programmes"))
    assert revisions.may_decide(revision, DemoCast().member("programmes2"))


def test_one_register_breaks_the_limit_and_only_after_it_fell(loaded: Contents, db: None) -> None:
    shares = RatioResult.objects.filter(code="overdue_90").select_related("run__organisation")
    broken = [r.run for r in shares if r.verdict == Verdict.BREACHED]
    assert [run.reporting_date for run in broken] == [date(2026, 1, 31)]
    assert "Үлгі Қарыз" in broken[0].organisation.name_kk
    assert shares.count() == 6
    assert Register.objects.filter(state=RegisterState.REJECTED).count() == 1


def test_a_banks_ratios_are_known_in_2009_and_not_in_force_later(
    loaded: Contents, db: None
) -> None:
    found: dict[date, set[str]] = {}
    for figures in BankFigures.objects.all():
        results = RatioResult.objects.filter(run__figures=figures)
        found[figures.on] = set(results.values_list("verdict", flat=True))
    assert found[date(2009, 4, 1)] == {Verdict.HELD}
    assert found[date(2017, 1, 1)] == {Verdict.NOT_IN_FORCE}


def test_what_a_visitor_did_since_is_left_alone(loaded: Contents, db: None) -> None:
    """A case led another way, a draft gone on with, a colleague gone, a revision decided."""
    empty = Case.objects.get(created_by=DemoCast().member("two-exporters", "machines"))
    upload = demo_document("a-visitors", DocumentKind.CONSENT)
    add_document(empty.pk, DocumentKind.CONSENT, upload, by=empty.created_by)
    case = demo_case("03-submitted")
    case_workflow.withdraw_case(case.pk, by=case.created_by)
    Membership.objects.filter(user__email__startswith="exporter2@").update(ended_at=case.created_at)
    revision = Revision.objects.get(state=RevisionState.PROPOSED)
    revisions.approve(revision.pk, by=DemoCast().member("programmes2"))
    before = contents()
    load_again()
    assert contents() == before


def test_a_real_installation_refuses_it(loaded: Contents, db: None) -> None:
    with override_settings(PORTAL_DEMO=False), pytest.raises(CommandError, match="PORTAL_DEMO"):
        call_command("load_demo")
    assert contents() == loaded
