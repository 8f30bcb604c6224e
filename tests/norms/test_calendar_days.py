"""The administrator's calendar rows, and the system check over the shipped files."""

from datetime import date

import pytest
from django.core import checks
from django.db import IntegrityError, transaction

from norms import checks as norm_checks
from norms.models import CalendarDay, calendar_in_force


def declare(day: date, is_working: bool) -> CalendarDay:
    return CalendarDay.objects.create(
        day=day, is_working=is_working, reason="moved", source="№ 1", created_by_name="Admin"
    )


@pytest.mark.django_db
def test_the_calendar_in_force_reads_the_overrides_in_one_query(django_assert_num_queries):
    declare(date(2026, 6, 6), is_working=True)
    declare(date(2026, 6, 8), is_working=False)
    with django_assert_num_queries(1):
        calendar = calendar_in_force()
        assert calendar.is_working_day(date(2026, 6, 6))
        assert calendar.add_working_days(date(2026, 6, 6), 1) == date(2026, 6, 9)


@pytest.mark.django_db
def test_a_day_is_declared_once():
    declare(date(2026, 6, 6), is_working=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        declare(date(2026, 6, 6), is_working=False)


def test_the_shipped_norms_pass_the_system_check():
    assert norm_checks.check_norms() == []
    assert norm_checks.check_norms in checks.registry.registry.get_checks()


def test_a_faulty_file_fails_the_system_check(tmp_path, monkeypatch):
    (tmp_path / "acts.yaml").write_text("x: 1", encoding="utf-8")
    monkeypatch.setattr(norm_checks, "FOLDER", tmp_path)
    (error,) = norm_checks.check_norms()
    assert error.id == "norms.E001"
    assert "must be quoted" in error.msg
    assert error.obj.endswith("acts.yaml")
