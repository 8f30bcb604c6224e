"""Gapless numbers: ``KR-2026-000123``, drawn under a row lock inside the act's transaction."""

from django.db import transaction

from notices.models import NumberSequence


def next_number(series: str, year: int, *, width: int = 6) -> str:
    """Draw the next number of a series and year; rolled back with the act that drew it."""
    with transaction.atomic():
        NumberSequence.objects.get_or_create(series=series, year=year)
        sequence = NumberSequence.objects.select_for_update().get(series=series, year=year)
        sequence.last += 1
        sequence.save(update_fields=["last"])
    return f"{series}-{year}-{sequence.last:0{width}d}"
