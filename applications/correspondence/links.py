"""What leads from a case's page to what is said about it."""

from typing import Any

from accounts.models import Membership
from applications.correspondence.messages import unread_counts
from applications.models import Case, CaseNote


def talk_of(case: Case, membership: Membership, *, reads_notes: bool = False) -> dict[str, Any]:
    """``unread`` messages, and the number of ``notes``: None for whoever reads none."""
    return {
        "unread": unread_counts([case], membership).get(case.pk, 0),
        "notes": CaseNote.objects.filter(case=case).count() if reads_notes else None,
    }
