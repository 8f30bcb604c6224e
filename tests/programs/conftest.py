"""A small document of two programmes, and the people who may and may not change it."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from accounts.models import Membership, Organisation, OrganisationKind, Role, User
from programs.models import Programme, Revision, RevisionState, TermsRow
from tests.people import make_membership

KIND_OF_ROLE = {
    Role.APPLICANT: OrganisationKind.EXPORTER,
    Role.LENDER_OFFICER: OrganisationKind.LENDER,
    Role.AGENT_OFFICER: OrganisationKind.FINANCIAL_AGENT,
    Role.MINISTRY_OFFICER: OrganisationKind.MINISTRY,
    Role.PROGRAMME_ADMIN: OrganisationKind.PROGRAMME_OPERATOR,
    Role.REPORTER: OrganisationKind.MFO,
    Role.SUPERVISOR: OrganisationKind.SUPERVISOR,
}
MakeMember = Callable[..., Membership]


@pytest.fixture
def make_member(db: None) -> MakeMember:
    def make(role: Role = Role.PROGRAMME_ADMIN, user: User | None = None) -> Membership:
        count = Organisation.objects.count()
        organisation = Organisation.objects.create(
            business_number=f"{count:012}",
            kind=KIND_OF_ROLE[role],
            name_kk="Ұйым",
            name_ru="Организация",
        )
        return make_membership(role, organisation=organisation, user=user)

    return make


@pytest.fixture
def drafter(make_member: MakeMember) -> Membership:
    return make_member()


@pytest.fixture
def second_person(make_member: MakeMember) -> Membership:
    return make_member()


@pytest.fixture
def agrobusiness(db: None) -> Programme:
    return make_programme("45", 1)


@pytest.fixture
def in_force(agrobusiness: Programme) -> Revision:
    """Revision 20 as loaded from a source, with one direct row at 17 % for 120 months."""
    revision = Revision.objects.create(
        number=20,
        decision="№ 12",
        decided=date(2021, 7, 29),
        effective_from=date(2021, 7, 29),
        state=RevisionState.APPROVED,
        approved_at=datetime(2021, 7, 29, tzinfo=UTC),
    )
    make_row(revision, agrobusiness)
    return revision


def make_programme(paragraph: str, ordinal: int) -> Programme:
    return Programme.objects.create(
        paragraph=paragraph,
        ordinal=ordinal,
        official_name="Программа «Агробизнес»",
        name_kk="«Агробизнес» бағдарламасы",
        name_ru="Программа «Агробизнес»",
        name_en="Agrobusiness programme",
    )


def row_values(**changes: object) -> dict[str, object]:
    return {
        "paragraph": "45",
        "channel": "direct",
        "source": "own_and_borrowed",
        "purpose": "fixed_assets",
        "rate_kind": "up_to",
        "rate_percent": Decimal("17"),
        "term_months_max": 120,
        "collateral": {"kk": "Кепіл", "ru": "Залог", "en": "Pledge"},
        "conditions": [{"kk": "Шарт", "ru": "Условие", "en": "Condition", "paragraph": "45"}],
        **changes,
    }


def make_row(revision: Revision, programme: Programme, **changes: object) -> TermsRow:
    return TermsRow.objects.create(revision=revision, programme=programme, **row_values(**changes))
