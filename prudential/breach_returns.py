"""When the share fell back: the first later reporting date on which the limit is held."""

from collections.abc import Iterable
from datetime import date

from prudential.models import Breach, RatioCode, RatioResult, Register, Verdict


def returns_of(breaches: Iterable[Breach]) -> dict[int, RatioResult]:
    """By breach, the first later result at or below the limit: two queries for any number."""
    listed = list(breaches)
    newest = newest_results({breach.organisation_id for breach in listed})
    found = {}
    for breach in listed:
        later = (
            result
            for (organisation, on), result in sorted(newest.items())
            if organisation == breach.organisation_id
            and on > breach.reporting_date
            and result.verdict == Verdict.HELD
        )
        if back := next(later, None):
            found[breach.pk] = back
    return found


def newest_results(organisations: set[int]) -> dict[tuple[int, date], RatioResult]:
    """The newest share by organisation and reporting date, of current registers only."""
    current = Register.objects.current().filter(organisation__in=organisations)
    digests = {
        (organisation, on): digest
        for organisation, on, digest in current.values_list(
            "organisation_id", "cut_off_date", "original__sha256"
        )
    }
    results = RatioResult.objects.filter(
        run__organisation__in=organisations, code=RatioCode.OVERDUE_90
    ).select_related("run")
    newest: dict[tuple[int, date], RatioResult] = {}
    for result in results.order_by("run_id"):
        key = (result.run.organisation_id, result.run.reporting_date)
        if digests.get(key) == result.run.input_digest:
            newest[key] = result
    return newest
