"""Two second persons approve two proposals from one base at the same moment."""

import threading
from datetime import date

import pytest
from django.db import connection

from accounts.models import Membership
from programs import revisions
from programs.models import Revision, RevisionState
from programs.revision_errors import BaseIsNotLatest
from tests.programs.conftest import MakeMember


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_only_one_of_two_rivals_is_approved(in_force: Revision, make_member: MakeMember) -> None:
    rivals = [_proposal(make_member(), number) for number in (21, 22)]
    approver = make_member()
    start = threading.Barrier(2)
    outcomes: list[object] = []

    def approve(pk: int) -> None:
        start.wait()
        try:
            outcomes.append(revisions.approve(pk, by=approver).number)
        except BaseIsNotLatest as refusal:
            outcomes.append(type(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=approve, args=[rival.pk]) for rival in rivals]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert len(outcomes) == 2
    assert BaseIsNotLatest in outcomes
    assert Revision.objects.filter(base=in_force, state=RevisionState.APPROVED).count() == 1


def _proposal(drafter: Membership, number: int) -> Revision:
    draft = revisions.draft_revision(by=drafter)
    revisions.set_header(
        draft.pk,
        by=drafter,
        number=number,
        decision="№ 1",
        decided=date(2026, 1, 1),
        effective_from=date(2026, 1, number),
        summary={},
    )
    return revisions.propose(draft.pk, by=drafter)
