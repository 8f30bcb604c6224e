"""An organisation's 90+ share by reporting date, with the limit of every day."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Organisation
from languages.amounts import format_date
from languages.text import current_language
from norms.parameters import norm_history
from prudential.models import RatioCode, RatioResult, Register
from prudential.share_chart import LimitStep, SharePoint, share_chart
from prudential.shown_results import ShownResult


def share_history(organisation: Organisation) -> dict[str, Any]:
    """Chart and table; the chart is None until there is a share."""
    results = [result for result in _results(organisation) if result.displayed is not None]
    points = [_point(result) for result in results]
    return {
        "chart": share_chart(points, limit_steps()),
        "columns": [
            {"label": _("Reporting date")},
            {"label": _("Share"), "numeric": True},
            {"label": _("Limit"), "numeric": True},
            {"label": _("Verdict")},
        ],
        "rows": [_row(ShownResult(result)) for result in reversed(results)],
    }


def _point(result: RatioResult) -> SharePoint:
    percent = result.displayed or Decimal(0)
    return SharePoint(result.run.reporting_date, percent, ShownResult(result).is_breached)


def limit_steps() -> list[LimitStep]:
    entries = norm_history("mfo/overdue_90_limit").entries
    return [LimitStep(entry.effective_from, entry.value) for entry in entries]


def _results(organisation: Organisation) -> list[RatioResult]:
    """The newest share of every reporting date's current register: two queries."""
    current = Register.objects.current().filter(organisation=organisation)
    digests = dict(current.values_list("cut_off_date", "original__sha256"))
    results = RatioResult.objects.filter(
        run__organisation=organisation, code=RatioCode.OVERDUE_90
    ).select_related("run")
    newest = {
        result.run.reporting_date: result
        for result in results.order_by("run__reporting_date", "run_id")
        if digests.get(result.run.reporting_date) == result.run.input_digest
    }
    return list(newest.values())


def _row(share: ShownResult) -> list[Any]:
    day = format_date(share.result.run.reporting_date, current_language(), "long")
    return [day, share.value, share.limit, {"text": share.verdict, "state": share.state}]
