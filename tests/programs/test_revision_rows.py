"""Rows kept by a process: the same as those in the database, read once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Membership
from programs import revisions
from programs.models import Programme, Revision
from programs.revision_rows import forget_rows, rows_of
from tests.programs.conftest import make_row

pytestmark = pytest.mark.django_db


def test_an_approved_revision_is_read_once(in_force: Revision) -> None:
    forget_rows()
    with CaptureQueriesContext(connection) as captured:
        first = rows_of(in_force)
        again = rows_of(in_force)
    assert again is first
    assert [row.pk for row in first] == [row.pk for row in in_force.rows.all()]
    reading = [one for one in captured.captured_queries if "JOIN" in one["sql"]]
    assert len(reading) == 1
    with CaptureQueriesContext(connection) as captured:
        assert first[0].programme.paragraph == "45"
    assert len(captured) == 0


def test_other_rows_are_read_anew(in_force: Revision, agrobusiness: Programme) -> None:
    assert len(rows_of(in_force)) == 1
    make_row(in_force, agrobusiness, channel="mfo")
    assert len(rows_of(in_force)) == 2


def test_a_draft_is_always_read_anew(in_force: Revision, drafter: Membership) -> None:
    draft = revisions.draft_revision(by=drafter)
    assert rows_of(draft)[0].rate_percent == 17
    revisions.edit_field(draft.rows.get().pk, "rate_percent", "18", by=drafter)
    assert rows_of(draft)[0].rate_percent == 18
    assert rows_of(in_force)[0].rate_percent == 17
