"""What is due on a day: the things whose period is over and that nothing holds back."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import DateTimeField, Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from accounts.models import User
from applications.appeals import open_appeal
from applications.legal_day import legal_day
from applications.models import Case, CaseDocument, CaseEvent, CaseState, EventKind
from retention.holds import unheld
from retention.models import RetentionClass, RetentionPeriod
from retention.months import months_after
from retention.periods import periods_in_force

# Where months differ in length, a day counted back may lie a little beside one counted on.
MARGIN = timedelta(days=4)


@dataclass(frozen=True)
class Due:
    """A thing whose time is over. ``subject_id`` is a case's key or, by the class, a person's."""

    retention_class: str
    subject_id: int
    label: str
    counted_from: date
    due_on: date
    period: RetentionPeriod


Subject = tuple[int, str, datetime]


Finder = Callable[[datetime, Q], Iterator[Subject]]
EVERY = Q()


def due_on(on: date, period: RetentionPeriod, *, among: Q = EVERY) -> Iterator[Due]:
    """Everything of the period's class that is due, by the key."""
    months = period.months or 0
    latest = months_after(on, -months) + MARGIN
    for key, label, moment in FINDERS[period.retention_class](_end_of(latest), among):
        counted_from = legal_day(moment)
        due = months_after(counted_from, months)
        if due <= on:
            yield Due(period.retention_class, key, label, counted_from, due, period)


def all_due(on: date) -> Iterator[Due]:
    periods = periods_in_force(on)
    for name in FINDERS:
        if name in periods:
            yield from due_on(on, periods[name])


def still_due(retention_class: str, subject_id: int, *, on: date) -> Due | None:
    """Asked again under the lock, before anything is erased."""
    period = periods_in_force(on).get(retention_class)
    if period is None:
        return None
    return next(due_on(on, period, among=Q(pk=subject_id)), None)


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=UTC)


def _drafts(before: datetime, among: Q) -> Iterator[Subject]:
    drafts = Case.objects.filter(among, state=CaseState.DRAFT).annotate(
        last=Greatest(
            F("created_at"),
            Coalesce(Max("sections__updated_at"), F("created_at")),
            Coalesce(Max("documents__uploaded_at"), F("created_at")),
            output_field=DateTimeField(),
        )
    )
    for pk, last in drafts.filter(last__lt=before).order_by("pk").values_list("pk", "last"):
        yield pk, f"draft {pk}", last


def _ended(states: list[str], among: Q, before: datetime) -> QuerySet[Case]:
    """Cases that were over before a moment and are not held, with the moment of their end."""
    withdrawn = CaseEvent.objects.filter(case=OuterRef("pk"), kind=EventKind.WITHDRAWN)
    ended = Coalesce(F("decided_at"), Subquery(withdrawn.order_by("-ordinal").values("at")[:1]))
    over = Case.objects.filter(among, state__in=states, erased_at=None)
    return unheld(over.annotate(ended_at=ended).filter(ended_at__lt=before))


def _cases(*states: str) -> Finder:
    def find(before: datetime, among: Q) -> Iterator[Subject]:
        yield from _not_appealed(_ended(list(states), among, before))

    return find


def _not_appealed(cases: QuerySet[Case]) -> Iterator[Subject]:
    for case in cases.order_by("pk").iterator(chunk_size=500):
        if open_appeal(case) is None:
            yield case.pk, str(case), case.ended_at  # type: ignore[attr-defined]


def _documents(before: datetime, among: Q) -> Iterator[Subject]:
    over = _ended([CaseState.WITHDRAWN, CaseState.REFUSED, CaseState.APPROVED], among, before)
    kept = CaseDocument.objects.filter(case=OuterRef("pk"), erased_at=None)
    yield from _not_appealed(over.filter(Exists(kept)))


def _accounts(before: datetime, among: Q) -> Iterator[Subject]:
    """People who have not signed in since; system administrators never go by themselves."""
    people = User.objects.filter(among, erased_at=None, is_superuser=False).annotate(
        last=Coalesce("last_login", "joined_at")
    )
    quiet = people.filter(last__lt=before).order_by("pk")
    for pk, last in quiet.values_list("pk", "last"):
        yield pk, f"account {pk}", last


FINDERS: dict[str, Finder] = {
    RetentionClass.DRAFTS: _drafts,
    RetentionClass.WITHDRAWN: _cases(CaseState.WITHDRAWN),
    RetentionClass.REFUSED: _cases(CaseState.REFUSED),
    RetentionClass.APPROVED: _cases(CaseState.APPROVED),
    RetentionClass.DOCUMENTS: _documents,
    RetentionClass.ACCOUNTS: _accounts,
}
