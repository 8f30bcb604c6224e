"""Why a revision could not be changed; the views say it in words."""

from datetime import date

from django.core.exceptions import ValidationError


class RevisionError(Exception):
    """Base of what a write function refuses."""


class NotAllowed(RevisionError):
    """The membership may not do this, whatever the revision's state."""


class SecondPersonNeeded(NotAllowed):
    """Whoever drafted a revision does not decide on it, in any of their memberships."""


class WrongState(RevisionError):
    """The act does not fit the revision's state, such as an edit of an approved one."""

    def __init__(self, state: str) -> None:
        self.state = state
        super().__init__(state)


class BaseIsNotLatest(RevisionError):
    """Another revision was approved since this one was drafted: draft anew from it."""

    def __init__(self, latest_number: int | None) -> None:
        self.latest_number = latest_number
        super().__init__(f"the latest approved revision is {latest_number}")


class NotAfterTheLatest(RevisionError):
    """A revision must follow the latest approved one in number and in day of effect."""

    def __init__(self, field: str, latest: int | date) -> None:
        self.field = field
        self.latest = latest
        super().__init__(f"{field} must come after {latest}")


class IncompleteRevision(RevisionError):
    """Decision, day of decision or day of effect are missing; ``fields`` names them."""

    def __init__(self, fields: list[str]) -> None:
        self.fields = fields
        super().__init__(", ".join(fields))


class NothingToUndo(RevisionError):
    """The latest approved revision was drafted from no other one."""


class RowsRefused(RevisionError):
    """``faults``: what is wrong with each row, by its id; none of them was written."""

    def __init__(self, faults: dict[int, ValidationError]) -> None:
        super().__init__(", ".join(map(str, faults)))
        self.faults = faults
