"""The history and the messages of a case as CSV, row by row."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from applications.correspondence.messages import messages_of
from applications.models import Case, CaseMessage
from applications.timeline import TimelineEntry
from files.tables import Column, Value, csv_lines
from languages.text import in_language

PORTION = 200


def timeline_csv(entries: Sequence[TimelineEntry]) -> Iterator[bytes]:
    columns = [
        Column(_("No.")),
        Column(_("When")),
        Column(_("What")),
        Column(_("Who")),
        Column(_("Words")),
        Column(_("Letter")),
        Column(_("SHA-256 of the event")),
    ]
    return (line.encode() for line in csv_lines(columns, map(_event, entries)))


def _event(entry: TimelineEntry) -> Sequence[Value]:
    remarks = [f"{title}: {text}" for title, text in entry.remarks]
    words = "\n".join([*map(str, entry.lines), *entry.paragraphs, *remarks])
    number = entry.notice.number if entry.notice else ""
    when = entry.when.isoformat()
    return [entry.ordinal, when, entry.what, entry.who, words, number, entry.hash]


def messages_csv(case: Case, *, for_staff: bool) -> Iterator[bytes]:
    """Oldest first, in portions; officers' names for officers only."""
    columns = [Column(_("When")), Column(_("Who")), Column(_("Role")), Column(_("Message"))]
    messages = messages_of(case).order_by("pk").iterator(chunk_size=PORTION)
    rows = (_message(message, for_staff) for message in messages)
    return (line.encode() for line in csv_lines(columns, rows))


def _message(message: CaseMessage, for_staff: bool) -> Sequence[Value]:
    member = message.membership
    organisation = in_language(member.organisation, "name").text
    named = for_staff or message.from_applicant
    who = f"{member.user.shown_name}, {organisation}" if named else organisation
    return [message.at.isoformat(), who, member.get_role_display(), message.text]
