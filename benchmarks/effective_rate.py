"""Annual effective rates of 10,000 flows: solves a second beside pyxirr, in one run.

    .venv/bin/python -m benchmarks.effective_rate [--flows 10000] [--runs 15] [--loans 5]

Both solve the same loans, in turns, in one process: one payout and a payment every few
days, at rates from 3 to 60 %. Ours works in Decimal and shows that the rate is the only
one; pyxirr is compiled and works in float. A solve of ours counts only if the flows
discounted at its rate, with 60 digits, leave less than 1e-12 of the payout. The share is
ours divided by pyxirr's (aim: at least 0.05).
"""

import argparse
import random
import statistics
import time
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal, localcontext

import pyxirr

from programs.effective_rate import Flow, effective_rate

AIM = 0.05
LARGEST_RESIDUAL = Decimal("1e-12")
FIRST_DAY = date(2020, 1, 1)
Loan = tuple[list[Flow], list[Flow]]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--flows", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--loans", type=int, default=5)
    options = parser.parse_args()
    draw = random.Random(389)
    loans = [_loan(draw, options.flows) for _ in range(options.loans)]
    worst = max(_residual(loan) for loan in loans)
    print(f"{options.loans} loans of {options.flows} flows; largest residual {worst:.1e}")
    assert worst < LARGEST_RESIDUAL
    _report(_measure(loans, options.runs))


def _loan(draw: random.Random, flows: int) -> Loan:
    """Payments 1 to 3 days apart whose sum is the payout with interest at some rate."""
    days = [0]
    while len(days) < flows:
        days.append(days[-1] + draw.randint(1, 3))
    rate = draw.uniform(0.03, 0.6)
    amounts = [Decimal(draw.randint(100_00, 10_000_00)) / 100 for _ in days[1:]]
    worth = sum(
        float(amount) * (1 + rate) ** (-day / 365)
        for amount, day in zip(amounts, days[1:], strict=True)
    )
    payments = [
        Flow(FIRST_DAY + timedelta(days=day), amount)
        for amount, day in zip(amounts, days[1:], strict=True)
    ]
    return [Flow(FIRST_DAY, Decimal(round(worth, 2)).quantize(Decimal("0.01")))], payments


def _residual(loan: Loan) -> Decimal:
    """What the discounted flows leave, as a share of the payout."""
    payouts, payments = loan
    rate = effective_rate(payouts, payments).unrounded_percent
    with localcontext() as context:
        context.prec = 60
        logarithm = (1 + rate / 100).ln() / 365
        left = sum(
            (flow.amount * (-logarithm * (flow.date - FIRST_DAY).days).exp() for flow in payments),
            Decimal(0),
        )
        return abs(payouts[0].amount - left) / payouts[0].amount


def _measure(loans: list[Loan], runs: int) -> dict[str, list[float]]:
    works: dict[str, Callable[[Loan], object]] = {
        "effective_rate": lambda loan: effective_rate(*loan),
        "pyxirr, dates given": _pyxirr_solve(loans),
    }
    times: dict[str, list[float]] = {name: [] for name in works}
    for number in range(runs + 1):
        for loan in loans:
            for name, work in works.items():
                started = time.perf_counter()
                work(loan)
                if number:  # the first round warms caches
                    times[name].append(time.perf_counter() - started)
    return times


def _pyxirr_solve(loans: list[Loan]) -> Callable[[Loan], object]:
    """pyxirr with its two lists made beforehand: amounts in float, signs given."""
    ready = {id(loan): _lists(loan) for loan in loans}

    def solve(loan: Loan) -> object:
        rate = pyxirr.xirr(*ready[id(loan)])
        assert rate is not None
        return rate

    return solve


def _lists(loan: Loan) -> tuple[list[date], list[float]]:
    payouts, payments = loan
    amounts = [float(flow.amount) for flow in payouts] + [-float(flow.amount) for flow in payments]
    return [flow.date for flow in (*payouts, *payments)], amounts


def _report(times: dict[str, list[float]]) -> None:
    rates = {name: 1 / statistics.median(taken) for name, taken in times.items()}
    for name, taken in times.items():
        median = statistics.median(taken) * 1000
        print(f"{name:22} median {median:8.2f} ms   {rates[name]:8.1f} solves/s")
    ours, theirs = rates["effective_rate"], rates["pyxirr, dates given"]
    print(f"share {ours / theirs:.3f}   aim: at least {AIM}")


if __name__ == "__main__":
    main()
