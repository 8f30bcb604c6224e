"""Registers of two microfinance organisations and a bank's figures, computed at once.

They go in as a reporter's upload would; what the worker is promised is then done here,
so that the ratios stand when the loading ends, and the worker finds it done.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Membership
from portal.demo.casting import DemoCast
from prudential.bank_figures import enter_figures
from prudential.models import BankFigures, RatioRun, Register, RegisterState
from prudential.ratio_runs import compute_figures_run, compute_register_run
from prudential.register_columns import COLUMN_NAMES
from prudential.registers import read_register, receive_register

LOANS = 240
FAULTY_ROW = 17
NUMBER_WITHOUT_ZERO = "10140900014"


@dataclass(frozen=True)
class DemoRegister:
    """``overdue_share`` of a hundred loans are overdue more than 90 days; ``faulty`` puts in
    what a spreadsheet spoils."""

    reporter: str
    cut_off_date: date
    overdue_share: int
    faulty: bool = False

    @property
    def name(self) -> str:
        """By its name a later loading finds the register again."""
        return f"demo-{self.reporter}-{self.cut_off_date.isoformat()}.csv"


# On both sides of the limit's changes: 20 %, from 02.11.2025 15 %, from 01.01.2026 10 %.
REGISTERS: tuple[DemoRegister, ...] = (
    DemoRegister("mfo", date(2025, 10, 31), 5),
    DemoRegister("mfo", date(2025, 11, 30), 5),
    DemoRegister("mfo", date(2026, 1, 31), 6),
    DemoRegister("mfo", date(2026, 2, 28), 6, faulty=True),
    DemoRegister("mfo-breach", date(2025, 10, 31), 12),
    DemoRegister("mfo-breach", date(2025, 11, 30), 12),
    DemoRegister("mfo-breach", date(2026, 1, 31), 13),
)


@dataclass(frozen=True)
class DemoFigures:
    """Tenge."""

    on: date
    own_capital: Decimal
    obligations_to_nonresidents: Decimal
    issued_debt_securities: Decimal


# Annex 11 in its first months, after its change, and after its repeal.
BANK_FIGURES: tuple[DemoFigures, ...] = (
    DemoFigures(
        date(2009, 4, 1),
        Decimal(145_300_000_000),
        Decimal(261_540_000_000),
        Decimal(188_900_000_000),
    ),
    DemoFigures(
        date(2009, 10, 1),
        Decimal(151_800_000_000),
        Decimal(310_200_000_000),
        Decimal(122_400_000_000),
    ),
    DemoFigures(
        date(2017, 1, 1),
        Decimal(238_600_000_000),
        Decimal(190_100_000_000),
        Decimal(96_700_000_000),
    ),
)


def load_registers(cast: DemoCast) -> None:
    for demo in REGISTERS:
        if reporter := cast.get(demo.reporter):
            _load_register(demo, reporter)


def load_bank_figures(cast: DemoCast) -> None:
    if reporter := cast.get("bank"):
        for demo in BANK_FIGURES:
            _load_figures(demo, reporter)


def _load_register(demo: DemoRegister, reporter: Membership) -> None:
    """Whatever a visitor has uploaded for the day since, the first one is not sent again."""
    sent = Register.objects.filter(
        organisation=reporter.organisation, cut_off_date=demo.cut_off_date, original_name=demo.name
    )
    register = sent.order_by("version").first() or _send(demo, reporter)
    register = read_register(register.pk)
    computed = RatioRun.objects.filter(register=register).exists()
    if register.state == RegisterState.ACCEPTED and not computed:
        compute_register_run(register.pk)


def _send(demo: DemoRegister, reporter: Membership) -> Register:
    upload = SimpleUploadedFile(demo.name, register_csv(demo), content_type="text/csv")
    return receive_register(upload, cut_off_date=demo.cut_off_date, by=reporter).register


def _load_figures(demo: DemoFigures, reporter: Membership) -> None:
    entered = BankFigures.objects.filter(organisation=reporter.organisation, on=demo.on)
    figures = entered.order_by("pk").first()
    if figures is None:
        figures = enter_figures(
            on=demo.on,
            own_capital=demo.own_capital,
            obligations_to_nonresidents=demo.obligations_to_nonresidents,
            issued_debt_securities=demo.issued_debt_securities,
            by=reporter,
        ).figures
    if not RatioRun.objects.filter(figures=figures).exists():
        compute_figures_run(figures.pk)


def register_csv(demo: DemoRegister) -> bytes:
    """The same bytes every time: the numbers are drawn from the register's own name."""
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(COLUMN_NAMES)
    writer.writerows(_rows(demo))
    return table.getvalue().encode()


def _rows(demo: DemoRegister) -> Iterator[list[str]]:
    draw = Random(demo.name)  # noqa: S311  invented figures, no secret
    for number in range(1, LOANS + 1):
        row = _loan(demo, number, draw)
        if demo.faulty and number == FAULTY_ROW:
            row[1], row[4] = NUMBER_WITHOUT_ZERO, "450 000,00"
        yield row


def _loan(demo: DemoRegister, number: int, draw: Random) -> list[str]:
    """One microcredit; the first of every hundred, up to the share, are over 90 days."""
    days = _days_past_due(demo, number, draw)
    principal = Decimal(draw.randrange(12_000_000, 88_000_000)) / 100
    interest = Decimal(draw.randrange(50_000, 1_500_000)) / 100
    late = Decimal(draw.randrange(30, 100)) / 100 if days else Decimal(0)
    written_off = days > 270
    charged_off = demo.cut_off_date - timedelta(days=days - 270) if written_off else None
    return [
        f"DEMO-{number:05}",
        f"DEMO-K{number:05}",
        demo.cut_off_date.isoformat(),
        "KZT",
        f"{principal:.2f}",
        f"{interest:.2f}",
        str(days),
        f"{principal * late:.2f}",
        f"{interest * late:.2f}",
        f"{principal * _provision(days):.2f}",
        "false" if written_off else "true",
        charged_off.isoformat() if charged_off else "",
        "100",
    ]


def _days_past_due(demo: DemoRegister, number: int, draw: Random) -> int:
    place = number * 37 % 100  # spread over the register, each hundred alike
    if place < demo.overdue_share:
        return draw.randrange(91, 320)
    return draw.randrange(1, 91) if place < demo.overdue_share + 15 else 0


def _provision(days: int) -> Decimal:
    return Decimal("0.5") if days > 90 else Decimal("0.1") if days else Decimal("0.01")
