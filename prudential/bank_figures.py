"""A bank's figures entered by its reporter; a correction is a further row."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import Membership, Organisation, OrganisationKind, Role
from prudential.models import BankFigures
from prudential.ratio_runs import run_job
from prudential.ratios import require_above_zero, require_not_negative


@dataclass(frozen=True)
class FiguresReceipt:
    figures: BankFigures
    seen_before: bool


def enter_figures(
    *,
    on: date,
    own_capital: Decimal,
    obligations_to_nonresidents: Decimal,
    issued_debt_securities: Decimal,
    by: Membership,
) -> FiguresReceipt:
    """Write figures in tenge down and promise k8 and k9.

    The figures that already stand for the day are seen and not written twice. Raises
    InvalidFigures, and PermissionDenied for anyone but a reporter of a bank.
    """
    if by.role != Role.REPORTER or by.organisation.kind != OrganisationKind.BANK:
        raise PermissionDenied
    entered = BankFigures(
        organisation=by.organisation,
        on=on,
        own_capital=require_above_zero("own_capital", own_capital),
        obligations_to_nonresidents=require_not_negative(
            "obligations_to_nonresidents", obligations_to_nonresidents
        ),
        issued_debt_securities=require_not_negative(
            "issued_debt_securities", issued_debt_securities
        ),
        entered_by=by,
    )
    return _written(entered)


def _written(entered: BankFigures) -> FiguresReceipt:
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=entered.organisation_id)
        same_day = BankFigures.objects.filter(organisation=entered.organisation, on=entered.on)
        last = same_day.order_by("pk").last()
        if last is not None and last.input_digest == entered.input_digest:
            return FiguresReceipt(last, seen_before=True)
        entered.save()
        run_job(entered)
    return FiguresReceipt(entered, seen_before=False)
