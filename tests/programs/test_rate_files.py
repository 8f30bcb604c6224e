"""A table of rates: read exactly, every fault in words, compared with what is stored."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
import xlsxwriter
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Membership, Role
from programs.models import ProposalState, RateProposal, RateUpload, ReferenceRate
from programs.rate_errors import RateEntryNotAllowed
from programs.rate_file_preview import Preview, RowStatus, preview_of
from programs.rate_files import COLUMNS, RateFile, read_rate_file, read_rows, template_columns
from programs.rate_proposals import Line, approve_rates, propose_rates
from programs.rate_uploads import upload_rates
from tests.people import make_membership
from tests.programs.conftest import MakeMember
from tests.programs.rates import BASE, add_rate, csv_file, proposed, rate_table, values

HEADINGS = ["kind", "currency", "term_bucket", "value_percent", "effective_from", "source"]
GOOD = ["base_rate", "KZT", "", "17.5", "2026-03-09", "nationalbank.kz"]


def row(**changes: str) -> list[str]:
    return list({**dict(zip(HEADINGS, GOOD, strict=True)), **changes}.values())


def read(*rows: list[str]) -> RateFile:
    with translation.override("en"):
        return read_rows([HEADINGS, *rows])


@pytest.mark.parametrize(
    ("typed", "percent"),
    [
        ("17.5", "17.5"),
        ("17,5", "17.5"),
        ("17.5 %", "17.5"),
        ("17.5%", "17.5"),
        ("0", "0"),
        ("5.2375", "5.2375"),
    ],
)
def test_a_value_is_read_exactly(typed: str, percent: str) -> None:
    (found,) = read(row(value_percent=typed)).rows
    assert not found.errors
    assert found.values["value_percent"] == Decimal(percent)


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "libor"},
        {"currency": "XXX"},
        {"currency": "USD"},
        {"kind": "cirr", "currency": "USD"},
        {"kind": "cirr", "currency": "USD", "term_bucket": "long"},
        {"value_percent": ""},
        {"value_percent": "high"},
        {"value_percent": "17.12345"},
        {"value_percent": "17.499999999999996"},
        {"value_percent": "-1"},
        {"value_percent": "NaN"},
        {"value_percent": "1e1"},
        {"effective_from": ""},
        {"effective_from": "03/09/2026"},
        {"effective_from": "46090"},
        {"effective_from": "31.02.2026"},
        {"source": ""},
        {"source": "x" * 501},
    ],
    ids=str,
)
def test_a_faulty_row_is_refused_with_its_column(changes: dict[str, str]) -> None:
    (found,) = read(row(**changes)).rows
    assert found.errors
    assert found.number == 2
    assert all(error.strip() for error in found.errors)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_headings_and_names_are_read_in_any_language(language: str) -> None:
    with translation.override(language):
        names = [str(column.heading).upper() for column in template_columns()]
        kind = str(ReferenceRate(kind="cirr").get_kind_display())
        bucket = str(ReferenceRate(term_bucket="over_8_5_years").get_term_bucket_display())
    cells = [kind, "usd", bucket, "4,59", "15.02.2023", "14.03.2023", "", "", "oecd.org"]
    with translation.override("kk"):
        (found,) = read_rows([names, cells]).rows
    assert not found.errors
    assert found.series_and_day == ("cirr", "USD", "over_8_5_years", date(2023, 2, 15))
    assert found.values["known_until"] == date(2023, 3, 14)


@pytest.mark.parametrize("word", ["ended", "no longer published", "больше не публикуется"])
def test_the_end_of_a_series_is_a_word(word: str) -> None:
    with translation.override("ru"):
        known = str(translation.gettext("no longer published"))
    (found,) = read(row(value_percent=known if word.startswith("больше") else word)).rows
    assert not found.errors
    assert found.values["value_percent"] is None


@pytest.mark.parametrize(
    "names",
    [
        [*HEADINGS, "colour"],
        [*HEADINGS, "kind"],
        HEADINGS[1:],
        [],
    ],
    ids=["unknown", "twice", "missing", "empty"],
)
def test_headings_that_are_refused(names: list[str]) -> None:
    found = read_rows([names, GOOD])
    assert found.problems
    assert not found.rows


def test_of_two_rows_of_one_day_neither_is_taken() -> None:
    found = read(row(), row(value_percent="18"), row(effective_from="2026-04-01"))
    assert [bool(one.errors) for one in found.rows] == [True, True, False]


def test_too_many_rows_cells_or_none() -> None:
    assert read(*[row()] * 201).problems
    assert read().problems
    (found,) = read([*row(), "more"]).rows
    assert found.errors


def test_a_fraction_that_may_be_a_percent_is_pointed_at() -> None:
    found = read(row(value_percent="0.175"), row(value_percent="17.5"))
    assert [one.looks_like_a_fraction for one in found.rows] == [True, False]


@given(st.decimals(min_value=0, max_value=999, places=4))
def test_what_is_written_is_what_is_read(value: Decimal) -> None:
    (found,) = read(row(value_percent=format(value, "f"))).rows
    assert found.values["value_percent"] == value


def workbook(*rows: list[object]) -> SimpleUploadedFile:
    content = BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        for number, cells in enumerate(rows):
            for place, cell in enumerate(cells):
                if isinstance(cell, date):
                    sheet.write_datetime(number, place, cell, day)
                else:
                    sheet.write(number, place, cell)
    return SimpleUploadedFile("rates.xlsx", content.getvalue())


@pytest.mark.django_db
class TestStored:
    """With the tables: uploads, what a file would change, and proposing it."""

    @pytest.fixture(autouse=True)
    def _english(self) -> object:
        with translation.override("en"):
            yield

    def test_a_workbooks_floats_and_days_are_exact(self, drafter: Membership) -> None:
        cells = ["base_rate", "KZT", "", 17.1, date(2026, 3, 9), "s" * 500]
        upload = upload_rates(workbook(list(HEADINGS), cells), by=drafter)
        (found,) = read_rate_file(upload).rows
        assert not found.errors
        assert found.values["value_percent"] == Decimal("17.1")
        assert found.values["effective_from"] == date(2026, 3, 9)
        assert len(found.values["source"]) == 500, "no text is cut unseen"

    def test_the_file_is_kept_unaltered(self, drafter: Membership) -> None:
        table = rate_table(date(2026, 3, 9))
        content = table.read()
        table.seek(0)
        upload = upload_rates(table, by=drafter)
        with upload.file.open() as kept:
            assert kept.read() == content
        assert not ReferenceRate.objects.exists()
        assert not RateProposal.objects.exists()

    @pytest.mark.parametrize("content", [b"", b"\x00\x01", b"one word", b"%PDF-1.4"])
    def test_no_table_is_taken_in(self, drafter: Membership, content: bytes) -> None:
        with pytest.raises(ValidationError):
            upload_rates(SimpleUploadedFile("rates.csv", content), by=drafter)
        assert not RateUpload.objects.exists()

    @pytest.mark.parametrize("role", [role for role in Role if role != Role.PROGRAMME_ADMIN])
    def test_only_administrators_upload(self, make_member: MakeMember, role: Role) -> None:
        with pytest.raises(RateEntryNotAllowed):
            upload_rates(rate_table(date(2026, 3, 9)), by=make_member(role))

    def preview(self, by: Membership, *lines: str) -> tuple[RateUpload, Preview]:
        heading = "kind,currency,value_percent,effective_from,source,decided"
        upload = upload_rates(csv_file([heading, *lines]), by=by)
        return upload, preview_of(upload)

    def test_every_row_is_told_against_what_is_stored(self, drafter: Membership) -> None:
        add_rate(by=drafter, **BASE)
        proposed(drafter, effective_from=date(2026, 5, 1))
        _upload, found = self.preview(
            drafter,
            "base_rate,KZT,17.50,2026-03-09,nationalbank.kz,2026-03-06",
            "base_rate,KZT,17,2026-04-20,nationalbank.kz,",
            "base_rate,KZT,16,2026-05-01,nationalbank.kz,",
        )
        assert [one.status for one in found.rows] == ["same", "new", "refused"]
        assert found.is_refused
        _upload, found = self.preview(drafter, "base_rate,KZT,17.75,2026-03-09,nationalbank.kz,")
        (one,) = found.rows
        assert (one.status, one.changed) == (RowStatus.CORRECTS, ("value_percent", "decided"))
        assert found.corrects

    def test_a_file_is_proposed_once_and_counts_when_approved(self, drafter: Membership) -> None:
        upload, found = self.preview(
            drafter,
            "base_rate,KZT,17,2026-04-20,nationalbank.kz,",
            "key_rate,RUB,15,2026-04-20,cbr.ru,",
        )
        lines = found.lines(verified=True)
        proposal = propose_rates(lines, by=drafter, upload=upload)
        assert propose_rates(lines, by=drafter, upload=upload) == proposal
        assert not ReferenceRate.objects.exists()
        approve_rates(proposal.pk, by=make_membership(Role.PROGRAMME_ADMIN))
        stored = ReferenceRate.objects.order_by("kind")
        assert [(r.kind, r.value_percent, r.verified) for r in stored] == [
            ("base_rate", Decimal(17), True),
            ("key_rate", Decimal(15), True),
        ]
        assert RateProposal.objects.get().state == ProposalState.APPROVED

    def test_one_faulty_line_and_none_is_proposed(self, drafter: Membership) -> None:
        lines = [values(), values(currency="USD")]
        with pytest.raises(ValidationError):
            propose_rates([Line(one) for one in lines], by=drafter)
        assert not RateProposal.objects.exists()

    def test_a_preview_asks_a_constant_number_of_questions(
        self, drafter: Membership, django_assert_num_queries: object
    ) -> None:
        one, _found = self.preview(drafter, "base_rate,KZT,17,2026-04-20,nationalbank.kz,")
        rows = [f"base_rate,KZT,17,2026-06-{day:02},nationalbank.kz," for day in range(1, 4)]
        three, _found = self.preview(drafter, *rows)
        for upload in (one, three):
            with django_assert_num_queries(2):  # type: ignore[operator]
                preview_of(upload)

    def test_the_template_is_read_back(self) -> None:
        names = [str(column.heading) for column in template_columns()]
        assert len(names) == len(COLUMNS)
        assert not read_rows([names, ["base_rate", *[""] * 8]]).problems
