"""Reference rates that one administrator proposed from a file and a second has to decide on.

The values are invented and say so in their source: a visitor sees what they would change.
"""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from portal.demo.casting import DemoCast
from portal.demo.programmes import first_of_month_after_next
from programs.models import RateUpload
from programs.rate_file_preview import preview_of
from programs.rate_proposals import propose_rates
from programs.rate_uploads import upload_rates

FILE = "demo-rates.csv"
SOURCE = "Демо: жарияланбаған мән, не опубликованное значение"
HEADINGS = "kind,currency,term_bucket,value_percent,effective_from,source"
CIRR_FROM = date(2026, 1, 15)


@transaction.atomic
def load_rates(cast: DemoCast, *, on: date) -> None:
    """A base rate for the month after next; a CIRR for the case that waits for one."""
    proposer = cast.get("programmes")
    if proposer is None or RateUpload.objects.filter(name=FILE).exists():
        return
    first_day = first_of_month_after_next(on)
    rows = [
        HEADINGS,
        f'base_rate,KZT,,16.75,{first_day},"{SOURCE}"',
        f'cirr,USD,up_to_5_years,4.5,{CIRR_FROM},"{SOURCE}"',
        f'cirr,USD,over_5_to_8_5_years,4.6,{CIRR_FROM},"{SOURCE}"',
        f'cirr,USD,over_8_5_years,4.7,{CIRR_FROM},"{SOURCE}"',
    ]
    table = SimpleUploadedFile(FILE, "\n".join(rows).encode(), "text/csv")
    upload = upload_rates(table, by=proposer)
    propose_rates(preview_of(upload).lines(verified=False), by=proposer, upload=upload)
