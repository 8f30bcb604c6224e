"""What leads from a case's page to what is said about it."""

from typing import Any

from accounts.models import Membership, Role
from applications.correspondence.messages import unread_counts
from applications.correspondence.notes import notes_for
from applications.models import Case


def talk_of(case: Case, membership: Membership) -> dict[str, Any]:
    """``unread`` messages, and the number of ``notes``: None for whoever reads none."""
    staff = membership.role != Role.APPLICANT
    return {
        "unread": unread_counts([case], membership).get(case.pk, 0),
        "notes": notes_for(case, membership).count() if staff else None,
    }
