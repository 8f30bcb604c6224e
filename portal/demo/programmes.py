"""A revision of the lending terms that one administrator proposed and a second has to decide."""

from datetime import date, timedelta

from django.db import transaction

from portal.demo.casting import DemoCast
from programs.models import Revision, TermsRow
from programs.revisions import draft_revision, edit_field, propose, set_header

# By this decision a later loading finds the revision again.
DECISION = "№ 1-демо"
CHANGED_ROW = {
    "programme__paragraph": "45",
    "channel": "direct",
    "source": "own_and_borrowed",
    "purpose": "fixed_assets",
}
NEW_RATE = "16.5"
SUMMARY = {
    "kk": "Демо: 45-бағдарлама бойынша тікелей кредиттеудің негізгі құралдарға мөлшерлемесі.",
    "ru": "Демо: ставка программы 45 при прямом кредитовании основных средств.",
    "en": "Demo: the rate of programme 45 for fixed assets, lent directly.",
}


@transaction.atomic
def load_revision(cast: DemoCast, *, on: date) -> None:
    """Draft, change one cell and propose, to take effect in the month after next."""
    drafter = cast.get("programmes")
    if drafter is None or Revision.objects.filter(decision=DECISION).exists():
        return
    revision = draft_revision(by=drafter)
    set_header(
        revision.pk,
        by=drafter,
        number=revision.number,
        decision=DECISION,
        decided=on,
        effective_from=first_of_month_after_next(on),
        summary=SUMMARY,
    )
    row = TermsRow.objects.get(revision=revision, **CHANGED_ROW)
    edit_field(row.pk, "rate_percent", NEW_RATE, by=drafter)
    propose(revision.pk, by=drafter)


def first_of_month_after_next(on: date) -> date:
    first = on.replace(day=1)
    for _month in range(2):
        first = (first + timedelta(days=32)).replace(day=1)
    return first
