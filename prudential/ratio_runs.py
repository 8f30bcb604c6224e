"""Runs: one input, one state of the norms and one formula give one run, however often asked.

Computing holds no lock; the run is written in one transaction with its results and what
they bring, a breach opened or closed. What was computed before is found and returned, so a
repeated task changes nothing.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from accounts.models import Organisation
from norms.models import calendar_in_force
from norms.parameters import norms_digest
from notices import outbox
from prudential.bank_capitalisation import CAPITALISATION_NORMS, K8_VERSION, K9_VERSION
from prudential.breach_opening import follow_run
from prudential.mfo_ratios import OVERDUE_90_NORMS, OVERDUE_90_VERSION
from prudential.models import (
    BankFigures,
    InputKey,
    RatioResult,
    RatioRun,
    Register,
    RegisterState,
    RunCause,
)
from prudential.portfolio import measure_portfolio
from prudential.ratio_results import capitalisation_results, overdue_90_results

PLAN_NORMS = ("mfo/plan_due_working_days", "mfo/plan_approval_working_days")
Measured = Register | BankFigures
SAME_INPUT = {
    Register: {
        "reporting_date": OuterRef("cut_off_date"),
        "input_digest": OuterRef("original__sha256"),
    },
    # Their digest is made of the three figures.
    BankFigures: {
        "reporting_date": OuterRef("on"),
        "figures__own_capital": OuterRef("own_capital"),
        "figures__obligations_to_nonresidents": OuterRef("obligations_to_nonresidents"),
        "figures__issued_debt_securities": OuterRef("issued_debt_securities"),
    },
}


def compute_register_run(register_id: int) -> RatioRun:
    """The 90+ share of an accepted register. Raises Register.DoesNotExist for another."""
    accepted = Register.objects.filter(state=RegisterState.ACCEPTED)
    register = accepted.select_related("original", "content").get(pk=register_id)
    if done := _existing(register):
        return _followed(done)
    assert register.content is not None  # noqa: S101 — the state's constraint
    on = register.cut_off_date
    portfolio = measure_portfolio(register.content, on=on)
    results = overdue_90_results(portfolio, on=on, calendar=calendar_in_force())
    return _record(register, results)


def compute_figures_run(figures_id: int) -> RatioRun:
    """k8 and k9 of a bank's figures."""
    figures = BankFigures.objects.get(pk=figures_id)
    return _existing(figures) or _record(figures, capitalisation_results(figures))


def run_key(measured: Measured) -> str:
    return f"{_kind(measured)}:{measured.pk}:run"


def run_job(measured: Measured) -> None:
    """Promise the run inside the transaction that made its input."""
    kind = _kind(measured)
    arguments = {f"{kind}_id": measured.pk}
    outbox.promise(f"prudential.tasks.compute_{kind}_run", arguments, key=run_key(measured))


def runs_of(inputs: Iterable[Measured]) -> dict[InputKey, list[RatioRun]]:
    """Every run of the inputs with its results, newest first: two queries for any number."""
    keys = {given.input_key for given in inputs}
    runs = RatioRun.objects.filter(
        organisation_id__in={key[0] for key in keys}, input_digest__in={key[2] for key in keys}
    )
    found: dict[InputKey, list[RatioRun]] = {key: [] for key in keys}
    for run in runs.order_by("-pk").prefetch_related("results"):
        found.setdefault(run.input_key, []).append(run)
    return found


def with_measured(inputs: QuerySet[Any]) -> QuerySet[Any]:
    """Registers or figures with ``is_measured``: a run of today's norms and formula is there."""
    runs = RatioRun.objects.filter(
        organisation_id=OuterRef("organisation_id"),
        **SAME_INPUT[inputs.model],
        **_rules(inputs.model),
    )
    return inputs.annotate(is_measured=Exists(runs))


def _kind(measured: Measured) -> str:
    return "register" if isinstance(measured, Register) else "figures"


def _identity(measured: Measured) -> dict[str, Any]:
    return {
        "organisation_id": measured.organisation_id,
        "reporting_date": measured.reporting_date,
        "input_digest": measured.input_digest,
        **_rules(type(measured)),
    }


def _rules(model: type[Measured]) -> dict[str, str]:
    """Today's norms and formula for inputs of a kind."""
    is_register = model is Register
    names = (*OVERDUE_90_NORMS, *PLAN_NORMS) if is_register else CAPITALISATION_NORMS
    version = OVERDUE_90_VERSION if is_register else f"{K8_VERSION} {K9_VERSION}"
    return {"norms_digest": norms_digest(names), "formula_version": version}


def _existing(measured: Measured) -> RatioRun | None:
    run: RatioRun | None = RatioRun.objects.filter(**_identity(measured)).first()
    return run


def _record(measured: Measured, results: Sequence[RatioResult]) -> RatioRun:
    """Write run and results together, unless another worker was quicker."""
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=measured.organisation_id)
        if done := _existing(measured):
            return done
        run: RatioRun = RatioRun.objects.create(
            **_identity(measured), **{_kind(measured): measured}, cause=_cause(measured)
        )
        for result in results:
            result.run = run
        RatioResult.objects.bulk_create(results)
        follow_run(run, at=timezone.now())
    return run


def _followed(run: RatioRun) -> RatioRun:
    """A run made before breaches were opened gets its breach when it is asked for again."""
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=run.organisation_id)
        follow_run(run, at=timezone.now())
    return run


def _cause(measured: Measured) -> RunCause:
    earlier = RatioRun.objects.filter(
        organisation_id=measured.organisation_id, reporting_date=measured.reporting_date
    )
    if earlier.filter(input_digest=measured.input_digest).exists():
        return RunCause.NORMS_CHANGED
    return RunCause.CORRECTION if earlier.exists() else RunCause.UPLOAD
