"""Registers taken in and read: kept unaltered, all or nothing, once however often asked."""

import hashlib
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from accounts.models import Role
from files.uploads import UploadRefused
from notices.models import OutboxJob
from prudential import registers, tasks
from prudential.models import RatioRun, Register, RegisterState
from prudential.register_errors import errors_as_csv
from prudential.registers import receive_register
from tests.people import make_membership
from tests.prudential.register_files import (
    CUT_OFF,
    as_csv,
    bank_reporter,
    filed,
    mfo_reporter,
    portfolio,
    row,
    upload,
)

pytestmark = pytest.mark.django_db


def test_the_file_is_kept_unaltered_under_its_sha256():
    content = portfolio("10.00", "100.00")
    register = filed(mfo_reporter(), content)
    with register.original.open() as kept:
        assert kept.read() == content
    assert register.original.sha256 == hashlib.sha256(content).hexdigest()


def test_an_accepted_register_has_its_rows_and_promises_its_run():
    register = filed(mfo_reporter(), portfolio("10.00", "100.00"))
    assert (register.state, register.row_count) == (RegisterState.ACCEPTED, 2)
    assert register.content is not None
    assert OutboxJob.objects.filter(key=f"register:{register.pk}:run").exists()


def test_one_bad_cell_rejects_the_whole_register():
    bad = as_csv([row(), row(loan_identifier="L-2", principal_balance="-1.00")])
    register = filed(mfo_reporter(), bad)
    assert register.state == RegisterState.REJECTED
    assert register.content is None
    assert register.error_counts == {"negative": 1}
    assert not OutboxJob.objects.filter(key=f"register:{register.pk}:run").exists()
    assert not RatioRun.objects.exists()


def test_errors_are_downloaded_with_safe_cells_in_the_readers_language():
    bad = as_csv([row(loan_identifier="=HYPERLINK(A1)")])
    register = filed(mfo_reporter(), bad)
    text = "".join(errors_as_csv(register.errors))
    assert text.startswith("\ufeff")
    assert ";'=HYPERLINK(A1);formula;" in text
    assert ";=HYPERLINK" not in text


def test_the_same_file_twice_for_a_day_is_one_register():
    by, content = mfo_reporter(), portfolio("10.00", "100.00")
    first = receive_register(upload(content), cut_off_date=CUT_OFF, by=by)
    again = receive_register(upload(content), cut_off_date=CUT_OFF, by=by)
    assert (first.seen_before, again.seen_before) == (False, True)
    assert again.register == first.register


def test_a_correction_is_the_next_version_and_the_current_one_once_accepted():
    by = mfo_reporter()
    first = filed(by, portfolio("10.00", "100.00"))
    rejected = filed(by, as_csv([row(currency="?")]))
    assert list(Register.objects.current()) == [first]
    second = filed(by, portfolio("9.00", "100.00"))
    assert [first.version, rejected.version, second.version] == [1, 2, 3]
    assert list(Register.objects.current()) == [second]
    assert list(Register.objects.last_filed()) == [second]


def test_the_last_filed_register_is_of_the_last_day():
    by = mfo_reporter()
    march = filed(by, portfolio("10.00", "100.00"))
    february = date(2026, 2, 28)
    filed(by, portfolio("10.00", "100.00", on=february), on=february)
    assert list(Register.objects.last_filed()) == [march]


@pytest.mark.parametrize("content", [b"", b"\x00\x01", "a,b\nя".encode("cp1251"), b"PK\x03\x04"])
def test_what_is_no_utf8_table_is_refused_at_the_door(content):
    with pytest.raises(UploadRefused):
        receive_register(upload(content), cut_off_date=CUT_OFF, by=mfo_reporter())
    assert not Register.objects.exists()


@pytest.mark.parametrize(
    "membership",
    [
        bank_reporter,
        lambda: make_membership(Role.SUPERVISOR),
        lambda: make_membership(Role.APPLICANT),
    ],
)
def test_only_an_mfos_reporter_files(membership):
    with pytest.raises(PermissionDenied):
        receive_register(upload(portfolio("1.00", "2.00")), cut_off_date=CUT_OFF, by=membership())


def test_reading_killed_before_it_is_settled_is_done_anew(monkeypatch):
    """The worker dies after reading and before the transaction; the task runs again."""
    content = portfolio("10.00", "100.00")
    register = receive_register(upload(content), cut_off_date=CUT_OFF, by=mfo_reporter()).register

    def die(*args):
        raise KeyboardInterrupt

    with monkeypatch.context() as killed:
        killed.setattr(registers, "_settle", die)
        with pytest.raises(KeyboardInterrupt):
            tasks.read_register(register.pk)
    register.refresh_from_db()
    assert register.state == RegisterState.READING
    tasks.read_register(register.pk)
    tasks.read_register(register.pk)
    register.refresh_from_db()
    assert (register.state, register.row_count) == (RegisterState.ACCEPTED, 2)
    assert OutboxJob.objects.get(key=f"register:{register.pk}:read").done_at is not None
    assert OutboxJob.objects.filter(key=f"register:{register.pk}:run").count() == 1


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"state": "lost", "content": None}, "register_state_known"),
        ({"state": "accepted", "content": None}, "register_content_when_accepted"),
        ({"state": "rejected", "content": None}, "register_errors_when_rejected"),
    ],
)
def test_impossible_states_are_refused_by_the_database(change, constraint):
    register = filed(mfo_reporter(), portfolio("10.00", "100.00"))
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Register.objects.filter(pk=register.pk).update(**change)


# Hand-written: who sees what. Own and foreign are of the same kind of organisation.
SEEN = [
    # role and kin            accepted  rejected  uploaded
    ("reporter_own", True, True, True),
    ("reporter_foreign", False, False, False),
    ("bank_reporter", False, False, False),
    ("supervisor", True, False, False),
    ("applicant", False, False, False),
    ("agent_officer", False, False, False),
    ("ministry_officer", False, False, False),
    ("programme_admin", False, False, False),
    ("nobody", False, False, False),
]


@pytest.mark.parametrize(("who", "accepted", "rejected", "uploaded"), SEEN)
def test_who_sees_a_register(who, accepted, rejected, uploaded):
    by = mfo_reporter()
    registers_by_state = {
        filed(by, portfolio("10.00", "100.00")): accepted,
        filed(by, as_csv([row(currency="?")])): rejected,
        receive_register(
            upload(portfolio("5.00", "100.00")), cut_off_date=CUT_OFF, by=by
        ).register: uploaded,
    }
    membership = {
        "reporter_own": lambda: make_membership(Role.REPORTER, organisation=by.organisation),
        "reporter_foreign": mfo_reporter,
        "bank_reporter": bank_reporter,
        "nobody": lambda: None,
    }.get(who, lambda: make_membership(who))()
    seen = set(Register.objects.visible_to(membership))
    assert seen == {register for register, is_seen in registers_by_state.items() if is_seen}
