"""A portal with one of everything, made by the business acts themselves; who is who in it."""

from datetime import UTC, date, datetime
from decimal import Decimal
from http.cookies import SimpleCookie
from typing import Any
from uuid import uuid4

from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts.absences import state_absence
from accounts.consents import consent_editions
from accounts.invitations import end_membership, invite
from accounts.models import Invitation, Membership, Role, User, hash_token
from accounts.registration import register_exporter
from applications.case_workflow import propose_reopening
from applications.deadlines.feeds import renew_feed
from applications.legal_day import legal_day
from applications.models import Case, CaseState
from applications.saved_views import save_view
from notices.models import Notice
from programs import revisions
from programs.models import Programme, ReferenceRate, Revision, RevisionState
from programs.rate_file_preview import preview_of
from programs.rate_proposals import propose_rates
from programs.rate_uploads import upload_rates
from prudential.bank_figures import enter_figures
from prudential.breach_workflow import file_plan
from prudential.models import Breach, RatioRun
from prudential.ratio_runs import compute_figures_run
from retention.erasing import note_due
from retention.holds import hold_case
from retention.models import Erasure
from retention.own_data import ask_for_erasure
from retention.periods import set_period
from tests.applications.cases import REOPENING, Cast, hear_from, make_case
from tests.people import make_membership, make_user, token_for
from tests.programs.conftest import make_programme, make_row
from tests.programs.rates import proposed as proposed_rate
from tests.programs.rates import rate_table
from tests.prudential.breach_matters import good_plan
from tests.prudential.register_files import (
    as_csv,
    bank_reporter,
    filed,
    mfo_reporter,
    portfolio,
    row,
)

Args = list[Any]


class World:
    """``arguments`` of an address by the table's word for the thing; ``cookies`` by visitor."""

    def __init__(self) -> None:
        self._things: dict[str, Args] = {"": []}
        self.bodies: dict[str, dict[str, Any]] = {}
        self._people()
        self._accounts()
        self._cases()
        self._programmes()
        self._prudential()
        self.cookies = {visitor: _signed_in(user) for visitor, user in self._users().items()}
        self._account()

    def arguments(self, thing: str) -> Args:
        return self._things[thing]

    def _people(self) -> None:
        self.newcomer = make_user()
        self.system = make_user(is_staff=True, is_superuser=True)
        self.cast = Cast(
            applicant=make_membership(Role.APPLICANT, may_invite=True),
            agent=make_membership(Role.AGENT_OFFICER, may_assign=True),
        )
        self.stranger = make_membership(Role.APPLICANT, may_invite=True)
        self.drafter = make_membership(Role.PROGRAMME_ADMIN)
        self.mfo, self.bank = mfo_reporter(), bank_reporter()
        self.supervisor = make_membership(Role.SUPERVISOR)
        self.former_applicant = self._former(self.cast.applicant)
        head = make_membership(Role.AGENT_OFFICER, may_invite=True)
        self.former_agent = self._former(head)

    def _former(self, head: Membership) -> Membership:
        gone = make_membership(head.role, organisation=head.organisation)
        return end_membership(gone.pk, by=head, at=timezone.now())

    def _users(self) -> dict[str, User | None]:
        memberships = {
            "xa": self.former_applicant,
            "xg": self.former_agent,
            "ex": self.cast.applicant,
            "e2": self.stranger,
            "ln": make_membership(Role.LENDER_OFFICER),
            "ag": self.cast.agent,
            "mi": self.cast.ministry,
            "pr": self.drafter,
            "p2": make_membership(Role.PROGRAMME_ADMIN, organisation=self.drafter.organisation),
            "mf": self.mfo,
            "m2": mfo_reporter(),
            "bk": self.bank,
            "b2": bank_reporter(),
            "su": self.supervisor,
        }
        self.members = memberships
        users: dict[str, User | None] = {"an": None, "nw": self.newcomer, "sy": self.system}
        return {**users, **{visitor: member.user for visitor, member in memberships.items()}}

    def _accounts(self) -> None:
        owner, now = self.cast.applicant, timezone.now()
        colleague = make_membership(organisation=owner.organisation)
        invitation = invite(by=owner, email=self.newcomer.email, may_invite=False, at=now)
        token = Invitation.new_token()  # the one that was sent is written nowhere
        Invitation.objects.filter(pk=invitation.pk).update(token_hash=hash_token(token))
        unknown = register_exporter(
            by=make_user(), business_number="200140000014", name_kk="А", name_ru="А", address=""
        )
        self._things |= {
            "owner": [],
            "colleague": [colleague.pk],
            "invitation": [invitation.pk],
            "token": [token],
            "unknown": [unknown.organisation_id],
            "unknown_key": ["no-such-key"],
            "unknown_reset": ["1", "no-such-key"],
            "exporter": [owner.organisation_id],
        }
        self.bodies |= {
            "accounts:act_as owner": {"membership": owner.pk},
            "accounts:team inviting": {"email": "colleague@example.invalid"},
            "accounts:organisation_to_confirm unknown": {"confirm": "1"},
        }
        self._things["inviting"] = []
        self._things |= {
            "calendar": [renew_feed(by=owner, at=now)],
            "lost_calendar": [renew_feed(by=self.former_applicant, at=now)],
        }

    def _account(self) -> None:
        """A session of the owner's elsewhere; a passkey that nobody here has."""
        elsewhere = SessionStore()
        elsewhere.create()
        session = UserSession.objects.create(
            user=self.cast.applicant.user,
            session_key=elsewhere.session_key,
            ip="203.0.113.7",
            user_agent="",
        )
        token = token_for(self.cast.applicant).token
        self._things |= {"session": [session.pk], "passkey": [0], "agreeing": []}
        self._things["own_token"] = [token.pk]
        edition = consent_editions()[-1].code
        self.bodies["accounts:consent agreeing"] = {"edition": edition}

    def _cases(self) -> None:
        draft, filed_case = self._case(CaseState.DRAFT), self._case(CaseState.SUBMITTED)
        reviewed = self._case(CaseState.AGENT_REVIEW)
        awaiting = self._case(CaseState.AWAITING_DECISION)
        letter = Notice.objects.get(subject=filed_case.number)
        paper, filed_paper = (case.documents.all()[0] for case in (draft, filed_case))
        self._things |= {
            "draft": [draft.pk],
            "section": [draft.pk, "buyer"],
            "paper": [draft.pk, paper.pk],
            "filed": [filed_case.pk],
            "copying": [filed_case.pk],
            "number": [filed_case.number],
            "filed_paper": [filed_case.pk, filed_paper.pk],
            "astray": [filed_case.pk, paper.pk],
            "letter": [filed_case.pk, letter.pk],
            "mislaid": [reviewed.pk, letter.pk],
            "letter_code": [letter.number, letter.verification_code],
            "wrong_code": [letter.number, "0" * 32],
            "take": [filed_case.pk, "take"],
            "take_draft": [draft.pk, "take"],
            **{act: [reviewed.pk, act] for act in ("return", "conclude")},
            **{act: [awaiting.pk, act] for act in ("remit", "approve", "announce")},
        }
        self._written(filed_case)
        self._lists()
        self._assignment(filed_case, reviewed)
        self._after_decision()
        self.bodies["applications:copy copying"] = {"key": "a wish"}
        shown = {"version": _version(draft, "buyer")}
        self.bodies["applications:section section"] = shown
        self.bodies["applications:settle section"] = shown
        member = self.cast.applicant.pk
        self.bodies["applications:autosave section"] = {**shown, "member": member}
        self._acts()

    def _written(self, case: Case) -> None:
        """The agent has the case: the ministry's words come back with the reason."""
        self._things["writing"] = [case.pk]
        self._things["returned"] = [self._case(CaseState.RETURNED).pk]
        self.bodies["applications:answer_remarks returned"] = {"language": "en"}
        words = {"text": "When?", "language": "en", "key": str(uuid4())}
        self.bodies["applications:messages writing"] = words
        self.bodies["applications:notes writing"] = words

    def _lists(self) -> None:
        """A shared view of the agent's officer: the ministry has another role and sees none."""
        view = save_view(name="Kostanai", query="state=all", is_shared=True, by=self.cast.agent)
        self._things |= {
            "csv": ["csv"],
            "xlsx": ["xlsx"],
            "saving": [],
            "own_view": [view.pk],
            "first_view": [],
        }
        self.bodies |= {
            "applications:saved_views saving": {"name": "Returned ones"},
            "applications:saved_view own_view": {"delete": "1"},
            "applications:open_with_view first_view": {"view": view.pk},
        }

    def _assignment(self, filed_case: Case, reviewed: Case) -> None:
        agent, now = self.cast.agent, timezone.now()
        officer = make_membership(Role.AGENT_OFFICER, organisation=agent.organisation)
        left = make_membership(Role.AGENT_OFFICER, organisation=agent.organisation, ended_at=now)
        today = timezone.localdate()
        absence = state_absence(
            agent.pk,
            substitute_id=officer.pk,
            first_day=today,
            last_day=today,
            by=agent,
            at=now,
            today=today,
        )
        self._things |= {
            "absence": [absence.pk],
            "own_leaving": [agent.pk],
            "officer": [officer.pk],
            "officer_left": [left.pk],
            "elsewhere": [self.former_agent.pk],
            "chosen_one": [],
            "chosen_csv": ["csv"],
            "assign": [filed_case.pk, "assign"],
            **{act: [reviewed.pk, act] for act in ("reassign", "release")},
        }
        chosen = {"case": f"{filed_case.pk}-{filed_case.events.count()}"}
        self.bodies |= {
            "applications:assign_chosen chosen_one": {
                **chosen,
                "to": officer.pk,
                "batch": "0b9a4b1e-0000-4000-8000-000000000000",
            },
            "applications:export_chosen chosen_csv": chosen,
            "applications:hand_over officer_left": {"to": "nobody"},
            "applications:act assign": {"assign-to": officer.pk},
            "applications:act reassign": {"reassign-to": officer.pk, "reassign-reasons": "Ill."},
            "applications:act release": {"release-reasons": "Ill."},
        }

    def _after_decision(self) -> None:
        """Refused before hearings were in force; heard since."""
        refused, appealed = self._case(CaseState.REFUSED), self._case("refused, appealed")
        self._keeping(refused)
        proposed = self._case(CaseState.REFUSED)
        proposer = make_membership(Role.MINISTRY_OFFICER)
        propose_reopening(proposed.pk, **REOPENING, by=proposer)
        heard = self._case(CaseState.HEARING)
        hear_from(date(2026, 2, 1))
        self._things |= {
            "heard": [heard.pk],
            "refuse": [heard.pk, "refuse"],
            **{act: [refused.pk, act] for act in ("note_appeal", "propose_reopening")},
            "note_outcome": [appealed.pk, "note_outcome"],
            **{act: [proposed.pk, act] for act in ("reject_reopening", "reopen")},
        }
        self._things["setting"] = []
        self.bodies["applications:refusal_settings setting"] = {
            "hearing": "1",
            "hearing-effective_from": "01.03.2026",
            "hearing-working_days": "5",
            "hearing-source": "a test",
        }
        self.bodies["applications:answer_hearing heard"] = {"text": "We disagree."}

    def _case(self, state: str) -> Case:
        made: Case = make_case(state, cast=self.cast)
        return made

    def _keeping(self, decided: Case) -> None:
        """A refused case whose month is over, another one held; somebody asked for erasure."""
        now = timezone.now()
        set_period(
            retention_class="refused",
            effective_from=date(2026, 1, 1),
            months=1,
            source="a test",
            verified=False,
            by=self.system,
            acting=None,
        )
        held = self._case(CaseState.REFUSED)
        hold = hold_case(held.pk, reason="A court.", by=self.cast.ministry, at=now)
        note_due(on=legal_day(now), at=now)
        due = Erasure.objects.get(subject_id=decided.pk)
        asked = ask_for_erasure(make_user(), at=now)
        self._things |= {"due": [due.pk], "hold": [hold.pk], "asked": [asked.pk]}
        self._things |= {"keeping": [], "holding": []}
        period = {"retention_class": "drafts", "effective_from": "01.01.2026", "source": "a test"}
        self.bodies["retention:periods keeping"] = {**period, "months": "12"}
        self.bodies["retention:holds holding"] = {"number": decided.number, "reason": "A court."}

    def _acts(self) -> None:
        words = {
            "return": {"remark_buyer": "Who is this?", "written_in": "kk"},
            "conclude": {"in_favour": "yes", "reasons": "Complete."},
            "remit": {"reasons": "Look at the goods again."},
            "approve": {"reasons": "Agreed."},
            "refuse": {
                "ground_goods_not_listed": "The goods are not on the list.",
                "written_in": "kk",
            },
            "announce": {"ground_goods_not_listed": "Not on the list.", "written_in": "kk"},
            "note_appeal": {
                "appealed_on": "21.01.2026",
                "addressed_to": "A court",
                "asked": "To approve.",
            },
            "note_outcome": {"decided_on": "21.01.2026", "outcome": "dismissed", "words": "No."},
            "propose_reopening": {**REOPENING, "written_in": "kk"},
            "reject_reopening": {"reasons": "The decision stands."},
        }
        for act, said in words.items():
            prefixed = {f"{act}-{name}": word for name, word in said.items()}
            self.bodies[f"applications:act {act}"] = prefixed

    def _programmes(self) -> None:
        programme = make_programme("45", 1)
        self._in_force(programme)
        draft = revisions.draft_revision(by=self.drafter)
        proposed = revisions.draft_revision(by=self.drafter)
        revisions.set_header(
            proposed.pk,
            by=self.drafter,
            number=21,
            decision="№ 3",
            decided=date(2026, 1, 10),
            effective_from=date(2026, 2, 1),
            summary={"ru": "Ставка"},
        )
        revisions.propose(proposed.pk, by=self.drafter)
        self._things |= {
            "revision": [draft.pk],
            "proposed": [proposed.pk],
            "terms": [draft.pk, "45"],
            "row": [draft.pk, draft.rows.get().pk],
            "programme": ["45"],
            "instrument": ["export_credit_insurance"],
            "rate": [ReferenceRate.objects.get().pk],
        }
        self._rates()

    def _rates(self) -> None:
        """One proposal by hand, one from a file, and a file that is not proposed yet."""
        by_hand = proposed_rate(self.drafter, effective_from=date(2026, 7, 1))
        filed_table = upload_rates(rate_table(date(2026, 8, 1)), by=self.drafter)
        lines = preview_of(filed_table).lines(verified=False)
        from_file = propose_rates(lines, by=self.drafter, upload=filed_table)
        own_table = upload_rates(rate_table(date(2026, 9, 1)), by=self.drafter)
        self._things |= {
            "awaiting": [by_hand.pk],
            "from_file": [from_file.pk],
            "own_table": [own_table.pk],
        }
        self.bodies["programs:rate_preview own_table"] = {"verified": "on"}

    def _in_force(self, programme: Programme) -> None:
        revision = Revision.objects.create(
            number=20,
            decision="№ 12",
            decided=date(2021, 7, 29),
            effective_from=date(2021, 7, 29),
            state=RevisionState.APPROVED,
            approved_at=datetime(2021, 7, 29, tzinfo=UTC),
        )
        make_row(revision, programme)

    def _prudential(self) -> None:
        accepted = filed(self.mfo, portfolio("10.01", "100.00"))
        rejected = filed(self.mfo, as_csv([row(currency="?")]))
        figures = enter_figures(
            on=date(2009, 3, 31),
            own_capital=Decimal(100),
            obligations_to_nonresidents=Decimal(150),
            issued_debt_securities=Decimal(300),
            by=self.bank,
        ).figures
        compute_figures_run(figures.pk)
        self._breaches()
        self._things |= {
            "register": [accepted.pk],
            "rejected": [rejected.pk],
            "run": [RatioRun.objects.get(register=accepted).pk],
            "bank_run": [RatioRun.objects.get(figures=figures).pk],
            "numerator": [accepted.pk, "numerator"],
            "denominator": [accepted.pk, "denominator"],
            "figures": [figures.pk],
            "mfo": [self.mfo.organisation_id],
            "bank": [self.bank.organisation_id],
            "norm": ["bank/k8_maximum"],
            "no_norm": ["bank/no_such_norm"],
            "calculator": ["schedule"],
            "no_calculator": ["fortune"],
            "calculation": ["schedule", "pdf"],
            "no_calculation": ["schedule", "docx"],
        }

    def _breaches(self) -> None:
        """One whose share is back since, and one whose plan waits for its answer."""
        february, april = date(2026, 2, 28), date(2026, 4, 30)
        filed(self.mfo, portfolio("10.01", "100.00", on=february), on=february)
        filed(self.mfo, portfolio("9.00", "100.00", on=april), on=april)
        planned = Breach.objects.get(reporting_date=february)
        file_plan(planned.pk, good_plan(), by=self.mfo)
        back = Breach.objects.exclude(pk=planned.pk).get()
        letter = back.events.get().notice
        assert letter is not None
        self._things |= {
            "breach": [back.pk],
            "of_breach": [back.pk, letter.pk],
            "of_another": [planned.pk, letter.pk],
            "to_approve": [planned.pk, "approve"],
            "to_remark": [planned.pk, "remark"],
            "to_object": [planned.pk, "object"],
            "to_notify": [back.pk, "give_notice"],
        }


def _version(draft: Case, section: str) -> int:
    return int(draft.sections.get(section=section).version)


_password = make_password("a long enough password")


def _signed_in(user: User | None) -> str:
    """The cookies of a browser in which this person has signed in."""
    client = Client()
    if user is not None:
        User.objects.filter(pk=user.pk).update(password=_password)
        user.refresh_from_db()
        client.force_login(user, backend="accounts.backends.PortalBackend")
    return client.cookies.output(header="", sep=";")


def visit_at(cookies: str, method: str, path: str) -> str:
    """Where a request without a body leads a visitor; its effects are undone."""
    client = Client()
    client.cookies = SimpleCookie(cookies)
    with transaction.atomic():
        answer: Any = client.get(path) if method == "GET" else client.post(path)
        transaction.set_rollback(True)
    answer.getvalue()  # closes the file of a download
    return str(answer.headers.get("Location", answer.status_code)).split("?")[0]
