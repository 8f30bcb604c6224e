"""Who reviews: given out by a lead, given back, handed over by who leaves, done by a substitute."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied

from accounts.absences import state_absence
from accounts.invitations import LastToInvite, end_membership
from accounts.models import Membership, Role
from applications import case_workflow as workflow
from applications.deadlines.clocks import Stage
from applications.deadlines.of_cases import current_clocks
from applications.drafts import save_section, start_draft
from applications.events import verify_chain
from applications.form_sections import SECTION_OF_CODE
from applications.legal_day import legal_day
from applications.models import Case, CaseState, EventKind
from applications.tasks import tell_of_assignment
from applications.timeline import timeline
from notices.models import OutboxJob
from tests.applications.cases import SUBMITTED_AT, Cast, make_case
from tests.people import make_membership

pytestmark = pytest.mark.django_db
LATER = SUBMITTED_AT + timedelta(days=1)
ON = legal_day(LATER)


class Office:
    """An agent's people: a lead, the reviewer, two colleagues."""

    def __init__(self) -> None:
        self.lead = make_membership(Role.AGENT_OFFICER, may_assign=True, may_invite=True)
        self.reviewer, self.colleague, self.other = (
            make_membership(Role.AGENT_OFFICER, organisation=self.lead.organisation)
            for _one in range(3)
        )
        self.cast = Cast(agent=self.reviewer)

    def case(self, state: str = CaseState.AGENT_REVIEW) -> Case:
        made: Case = make_case(state, cast=self.cast)
        return made

    def away(self, person: Membership, substitute: Membership) -> None:
        state_absence(
            person.pk,
            substitute_id=substitute.pk,
            first_day=ON,
            last_day=ON,
            by=self.lead,
            at=SUBMITTED_AT,
            today=ON,
        )


@pytest.fixture
def office() -> Office:
    return Office()


def last_event(case: Case) -> Any:
    return case.events.order_by("-ordinal").first()


def test_a_lead_gives_a_new_case_to_a_colleague_who_is_told(office):
    case = office.case(CaseState.SUBMITTED)
    after = workflow.assign_case(case.pk, to=office.colleague.pk, by=office.lead, at=LATER)
    assert (after.state, after.reviewer) == (CaseState.AGENT_REVIEW, office.colleague)
    event = last_event(case)
    assert (event.kind, event.reason, event.details) == (
        EventKind.ASSIGNED,
        "",
        {"to": office.colleague.pk},
    )
    assert verify_chain(after) is None
    job = OutboxJob.objects.get(key=f"assigned:{event.pk}:{office.colleague.user_id}")
    tell_of_assignment(**job.arguments)
    tell_of_assignment(**job.arguments)
    (letter,) = mail.outbox
    assert letter.to == [office.colleague.user.email]
    assert case.number in letter.subject


def test_reassigning_asks_why_and_tells_both(office):
    case = office.case()
    with pytest.raises(workflow.MissingWords):
        workflow.reassign_case(case.pk, to=office.colleague.pk, reasons=" ", by=office.lead)
    workflow.reassign_case(
        case.pk, to=office.colleague.pk, reasons="Too much.", by=office.lead, at=LATER
    )
    told = OutboxJob.objects.filter(key__startswith="assigned:")
    people = {job.arguments["user_id"] for job in told}
    assert people == {office.colleague.user_id, office.reviewer.user_id}
    with pytest.raises(workflow.AlreadyTheirs):
        workflow.reassign_case(
            case.pk, to=office.colleague.pk, reasons="Again.", by=office.lead, at=LATER
        )


def test_a_case_goes_only_to_who_works_here_and_did_not_file(office):
    case = office.case(CaseState.SUBMITTED)
    end_membership(office.other.pk, by=office.lead, at=SUBMITTED_AT)
    elsewhere = make_membership(Role.AGENT_OFFICER)
    for wrong in (office.other, elsewhere, office.cast.applicant):
        with pytest.raises(workflow.NotAColleague):
            workflow.assign_case(case.pk, to=wrong.pk, by=office.lead, at=LATER)
    filed = make_membership(
        Role.AGENT_OFFICER,
        organisation=office.lead.organisation,
        user=office.cast.applicant.user,
    )
    with pytest.raises(workflow.ColleagueFiled):
        workflow.assign_case(case.pk, to=filed.pk, by=office.lead, at=LATER)
    assert Case.objects.get(pk=case.pk).state == CaseState.SUBMITTED


def test_while_away_a_case_goes_to_who_stands_in_and_says_so(office):
    case = office.case(CaseState.SUBMITTED)
    office.away(office.colleague, office.other)
    workflow.assign_case(case.pk, to=office.colleague.pk, by=office.lead, at=LATER)
    assert last_event(case).details == {"to": office.other.pk, "meant_for": office.colleague.pk}
    lines = timeline(case, for_staff=True)[0].lines
    assert [str(office.other.user) in lines[0], str(office.colleague.user) in lines[1]] == [
        True,
        True,
    ]
    assert timeline(case, for_staff=False)[0].lines == []


def test_two_who_stand_in_for_each_other_get_nothing(office):
    case = office.case(CaseState.SUBMITTED)
    office.away(office.colleague, office.other)
    office.away(office.other, office.colleague)
    with pytest.raises(workflow.NobodyIsThere):
        workflow.assign_case(case.pk, to=office.colleague.pk, by=office.lead, at=LATER)


def test_given_back_a_case_waits_for_anybody_and_its_clock_goes_on(office):
    case = office.case()
    before = current_clocks([case], on=ON)[case.pk]
    after = workflow.release_case(case.pk, reasons="Leave.", by=office.reviewer, at=LATER)
    assert (after.state, after.reviewer) == (CaseState.SUBMITTED, None)
    clock = current_clocks([after], on=ON)[case.pk]
    assert (clock.stage, clock.began, clock.due) == (Stage.REVIEW, before.began, before.due)
    assert workflow.take_case(case.pk, by=office.other, at=LATER).reviewer == office.other


def test_a_returned_case_given_back_is_assigned_while_the_applicant_has_it(office):
    case = office.case(CaseState.RETURNED)
    workflow.release_case(case.pk, reasons="Leave.", by=office.lead, at=LATER)
    after = workflow.assign_case(case.pk, to=office.other.pk, by=office.lead, at=LATER)
    assert (after.state, after.reviewer) == (CaseState.RETURNED, office.other)


def test_reassigned_after_the_hearing_was_answered_the_decision_goes_on(office):
    case = office.case("hearing, answered")
    at = SUBMITTED_AT + timedelta(days=2)
    before = current_clocks([case], on=legal_day(at))[case.pk].stage
    workflow.reassign_case(case.pk, to=office.other.pk, reasons="Ill.", by=office.lead, at=at)
    after = current_clocks([case], on=legal_day(at))[case.pk].stage
    assert before == after == Stage.DECISION


def test_who_stands_in_concludes_in_place_of_the_reviewer_on_that_day_only(office):
    case = office.case()
    office.away(office.reviewer, office.colleague)
    done = {"in_favour": True, "reasons": "All is met.", "by": office.colleague}
    with pytest.raises(workflow.NotAllowed):
        workflow.conclude_case(case.pk, **done, at=LATER + timedelta(days=1))
    after = workflow.conclude_case(case.pk, **done, at=LATER)
    assert last_event(case).details["in_place_of"] == office.reviewer.pk
    assert (after.concluded_by, after.reviewer) == (office.colleague, office.reviewer)
    assert any(
        str(office.reviewer.user) in line for line in timeline(case, for_staff=True)[0].lines
    )


def test_a_leaver_hands_all_open_cases_to_a_colleague_who_is_told_once(office):
    states = (CaseState.AGENT_REVIEW, CaseState.RETURNED, CaseState.AWAITING_DECISION)
    cases = [office.case(state) for state in states]
    done = office.case(CaseState.APPROVED)
    untouched = done.events.count()
    handed = workflow.leave_and_hand_over(
        office.reviewer.pk, to=office.colleague.pk, by=office.reviewer, at=LATER
    )
    assert len(handed) == 3
    for case, state in zip(cases, states, strict=True):
        case.refresh_from_db(fields=["reviewer"])
        now = Case.objects.get(pk=case.pk)
        assert (now.reviewer, now.state) == (office.colleague, state)
        assert last_event(case).details == {
            "reviewer_before": office.reviewer.pk,
            "to": office.colleague.pk,
        }
        assert verify_chain(now) is None
    assert done.events.count() == untouched
    office.reviewer.refresh_from_db()
    assert office.reviewer.ended_at == LATER
    assert OutboxJob.objects.filter(key__startswith="assigned:").count() == 1
    after = workflow.conclude_case(
        cases[0].pk, in_favour=True, reasons="Done.", by=office.colleague, at=LATER
    )
    assert after.state == CaseState.AWAITING_DECISION


def test_handed_to_nobody_cases_wait_and_what_the_ministry_has_stays(office):
    reviewed, awaiting = office.case(), office.case(CaseState.AWAITING_DECISION)
    handed = workflow.leave_and_hand_over(office.reviewer.pk, to=None, by=office.lead, at=LATER)
    assert [(one.to is None, one.stays) for one in handed] == [(True, False), (False, True)]
    now = Case.objects.get(pk=reviewed.pk)
    assert (now.state, now.reviewer) == (CaseState.SUBMITTED, None)
    workflow.remit_case(awaiting.pk, reasons="More.", by=office.cast.ministry, at=LATER)
    back = workflow.conclude_case(
        awaiting.pk, in_favour=True, reasons="More said.", by=office.other, at=LATER
    )
    assert back.state == CaseState.AWAITING_DECISION, "nothing is stuck"


def test_what_the_colleague_filed_goes_to_nobody(office):
    case = office.case()
    filer = make_membership(
        Role.AGENT_OFFICER,
        organisation=office.lead.organisation,
        user=office.cast.applicant.user,
    )
    (handed,) = workflow.leave_and_hand_over(
        office.reviewer.pk, to=filer.pk, by=office.lead, at=LATER
    )
    assert handed.to is None
    assert Case.objects.get(pk=case.pk).reviewer is None


def test_the_last_who_may_invite_does_not_leave_and_nothing_moves(office):
    case = make_case("agent_review", cast=Cast(agent=office.lead))
    with pytest.raises(LastToInvite):
        workflow.leave_and_hand_over(
            office.lead.pk, to=office.colleague.pk, by=office.lead, at=LATER
        )
    assert Case.objects.get(pk=case.pk).reviewer == office.lead


def test_the_substitute_who_is_the_leaver_gets_nothing_back(office):
    office.case()
    office.away(office.colleague, office.reviewer)
    with pytest.raises(workflow.NobodyIsThere):
        workflow.leave_and_hand_over(
            office.reviewer.pk, to=office.colleague.pk, by=office.lead, at=LATER
        )


def test_cases_of_a_closed_account_are_handed_over_by_the_lead(office):
    case = office.case()
    with pytest.raises(PermissionDenied):
        workflow.hand_over_left_cases(
            office.reviewer.pk, to=office.other.pk, by=office.lead, at=LATER
        )
    office.reviewer.user.is_active = False
    office.reviewer.user.save()
    workflow.hand_over_left_cases(office.reviewer.pk, to=office.other.pk, by=office.lead, at=LATER)
    assert Case.objects.get(pk=case.pk).reviewer == office.other


def test_a_draft_stays_with_the_organisation_when_who_began_it_leaves():
    head = make_membership(may_invite=True)
    gone = make_membership(organisation=head.organisation)
    draft = start_draft(by=gone)
    end_membership(gone.pk, by=head, at=LATER)
    gone.refresh_from_db()
    assert list(Case.objects.visible_to(head)) == [draft]
    assert not Case.objects.visible_to(gone).exists()
    typed = {"buyer_name": "Volga Agro"}
    save_section(draft.pk, SECTION_OF_CODE["buyer"], typed, expected_version=0, by=head)
    assert draft.sections.get(section="buyer").answers["buyer_name"] == "Volga Agro"


def test_days_are_the_portals_own(office):
    """One second after local midnight of the next day nobody stands in any more."""
    case = office.case()
    office.away(office.reviewer, office.colleague)
    midnight = LATER.replace(hour=19, minute=0)
    assert legal_day(midnight) == date(ON.year, ON.month, ON.day + 1)
    with pytest.raises(workflow.NotAllowed):
        workflow.release_case(case.pk, reasons="No.", by=office.colleague, at=midnight)
    workflow.release_case(
        case.pk, reasons="Yes.", by=office.colleague, at=midnight - timedelta(seconds=1)
    )


def test_the_applicant_reads_no_name_of_an_officer_who_hands_a_returned_case_on(office):
    case = office.case(CaseState.RETURNED)
    workflow.reassign_case(
        case.pk, to=office.colleague.pk, reasons="On leave", by=office.lead, at=LATER
    )
    told = timeline(case, for_staff=False)
    assert told[0].kind == EventKind.REASSIGNED
    assert office.lead.user.shown_name not in told[0].who
    filed = next(entry for entry in told if entry.kind == EventKind.SUBMITTED)
    assert office.cast.applicant.user.shown_name in filed.who


def test_the_note_on_an_approval_is_for_the_file_and_not_for_the_applicant(office):
    case = office.case(CaseState.AWAITING_DECISION)
    workflow.approve_case(case.pk, reasons="A word among us.", by=office.cast.ministry, at=LATER)
    assert timeline(case, for_staff=True)[0].paragraphs == ["A word among us."]
    assert timeline(case, for_staff=False)[0].paragraphs == []
