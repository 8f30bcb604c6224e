"""The whole demonstration, written where it is missing: safe to repeat, also when cut."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from applications.deadlines.limits import load_limits
from applications.editions import GOODS_LIST_SAMPLE, load_editions, load_goods_list
from applications.refusal_grounds import load_shipped_settings
from portal.demo.absences import load_absence
from portal.demo.cases import load_cases
from portal.demo.casting import DemoCast, load_people
from portal.demo.keeping import load_keeping
from portal.demo.programmes import load_revision
from portal.demo.rates import load_rates
from portal.demo.registers import load_bank_figures, load_registers
from portal.demo.saved_views import load_views
from programs.catalogue import load_catalogue
from programs.models import Revision

CONFIRMED_AT = datetime(2025, 12, 1, 10, 0, tzinfo=ZoneInfo("Asia/Almaty"))


class NoDemonstration(Exception):
    """This installation is a real one: nothing invented comes into it."""


def load_demo(*, now: datetime) -> None:
    """People, cases, a revision, rates, registers and figures. Raises NoDemonstration."""
    if not settings.PORTAL_DEMO:
        raise NoDemonstration
    _load_what_it_stands_on()
    load_people(at=CONFIRMED_AT)
    cast = DemoCast()
    load_cases(cast)
    load_views(cast)
    load_absence(cast, at=now)
    load_revision(cast, on=timezone.localdate(now))
    load_rates(cast, on=timezone.localdate(now))
    load_registers(cast)
    load_bank_figures(cast)
    load_keeping(cast, at=now)


def _load_what_it_stands_on() -> None:
    """The order's editions and settings, the marked sample of the goods list, programmes, rates."""
    load_editions()
    load_limits()
    load_shipped_settings()
    load_goods_list(GOODS_LIST_SAMPLE, sample=True)
    if Revision.objects.latest_approved() is None:
        load_catalogue()
