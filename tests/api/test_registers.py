"""Registers and runs with a token: taken in once, followed, refused in words, never half."""

import hashlib
import io
import zipfile
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.db import connection
from django.test import Client
from django.test.client import BOUNDARY, encode_multipart
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Membership, Role
from files.uploads import PARQUET, REGISTERS, XLSX
from prudential import registers as register_acts
from prudential import tasks
from prudential.models import RatioRun, Register
from prudential.shown_results import shown
from tests.api.conftest import codes
from tests.people import make_membership, token_for
from tests.prudential.register_files import (
    CUT_OFF,
    as_csv,
    bank_reporter,
    filed,
    mfo_reporter,
    portfolio,
    row,
)

pytestmark = pytest.mark.django_db
REGISTERS_PATH = "/api/v1/prudential/registers"
RUNS = "/api/v1/prudential/runs"
DAY = CUT_OFF.isoformat()
GOOD = portfolio("10.01", "100.00")
FORM = f"multipart/form-data; boundary={BOUNDARY}"


@pytest.fixture
def reporter() -> Membership:
    return mfo_reporter()


def client_of(membership: Membership) -> Client:
    secret = token_for(membership).secret
    return Client(headers={"authorization": f"Bearer {secret}", "accept-language": "en"})


@pytest.fixture
def api(reporter: Membership) -> Client:
    return client_of(reporter)


def send(api: Client, content: bytes, kind: str = "text/csv", on: str = DAY, **more: Any) -> Any:
    return api.post(f"{REGISTERS_PATH}?cut_off_date={on}", content, content_type=kind, **more)


def test_a_register_goes_from_upload_to_its_run(api: Client, reporter: Membership) -> None:
    sent = send(api, GOOD)
    assert sent.status_code == 202
    followed = api.get(sent["Location"])
    assert followed.json() == sent.json()
    assert followed.json()["state"] == "uploaded"
    assert followed.json()["sha256"] == hashlib.sha256(GOOD).hexdigest()
    tasks.read_register(sent.json()["id"])
    tasks.compute_register_run(sent.json()["id"])
    assert api.get(sent["Location"]).json()["state"] == "accepted"
    (run,) = api.get(RUNS, {"register": sent.json()["id"]}).json()["results"]
    assert api.get(f"{RUNS}/{run['run']}").json() == run
    share = run["results"][0]
    assert (share["numerator"], share["denominator"]) == ("10.01", "100.00")
    assert (share["quotient"], share["value"]) == ("0.100100000000", "10.01")
    assert (share["limit"], share["verdict"]) == ("10", "breached")
    assert share["norm"]["name"] == "mfo/overdue_90_limit"
    assert share["deadlines"]["plan_due"]
    assert run["organisation"] == reporter.organisation.business_number


def test_the_same_figures_stand_on_the_page(reporter: Membership, api: Client) -> None:
    register = filed(reporter, GOOD)
    page = shown(RatioRun.objects.get(), "overdue_90")
    (run,) = api.get(RUNS).json()["results"]
    assert page.value == "10.01%"
    assert run["results"][0]["value"] == "10.01"
    assert run["register"] == register.pk


def test_the_same_file_for_the_day_is_seen_and_for_another_day_is_not(api: Client) -> None:
    first, again = send(api, GOOD), send(api, GOOD)
    assert (first.status_code, again.status_code) == (202, 200)
    assert again.json() == first.json()
    assert again["Location"] == first["Location"]
    assert send(api, GOOD, on="2026-02-28").json()["id"] != first.json()["id"]


def test_a_form_with_the_file_does_the_same(api: Client) -> None:
    form = {"file": SimpleUploadedFile("march.csv", GOOD)}
    sent = api.post(f"{REGISTERS_PATH}?cut_off_date={DAY}", form)
    assert (sent.status_code, sent.json()["file_name"]) == (202, "march.csv")
    assert send(api, GOOD).status_code == 200


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ({}, {"file": "required"}),
        ({"file": "text"}, {"file": "required"}),
        (
            {"file": SimpleUploadedFile("a", b"a,b"), "cut_off_date": DAY},
            {"cut_off_date": "unknown_member"},
        ),
        (
            {"file": [SimpleUploadedFile("a", b"a,b"), SimpleUploadedFile("b", b"a,b")]},
            {"file": "given_twice"},
        ),
    ],
)
def test_a_form_without_exactly_one_file_says_so(api: Client, form: Any, expected: Any) -> None:
    answer = api.post(f"{REGISTERS_PATH}?cut_off_date={DAY}", form)
    assert answer.status_code == 422
    assert codes(answer) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"cut_off_date": "required"}),
        ("?cut_off_date=31.03.2026", {"cut_off_date": "not_a_day"}),
        ("?cut_off_date=2026-03-31&organisation=1", {"organisation": "unknown_member"}),
    ],
)
def test_the_day_is_asked_in_the_address(api: Client, query: str, expected: Any) -> None:
    answer = api.post(REGISTERS_PATH + query, GOOD, content_type="text/csv")
    assert answer.status_code == 422
    assert codes(answer) == expected


def test_a_day_to_come_is_refused(api: Client) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert codes(send(api, GOOD, on=tomorrow.isoformat())) == {"cut_off_date": "in_the_future"}


def zip_bomb() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 200_000_000)
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (zip_bomb(), XLSX),
        (b"PAR1 and nothing more", PARQUET),
        (b"%PDF-1.7", "text/csv"),
        (b"a,b\n\x00", "text/csv"),
        ("a,b\nя".encode("cp1251"), "text/csv"),
        (b"<html><script>alert(1)</script>", "text/csv"),
    ],
    ids=["bomb", "parquet", "pdf", "zero", "cp1251", "html"],
)
def test_a_hostile_file_is_refused_and_leaves_nothing(
    api: Client, content: bytes, kind: str
) -> None:
    answer = send(api, content, kind)
    assert answer.status_code == 422
    assert set(codes(answer)) == {"file"}
    assert not Register.objects.exists()


def test_cells_that_a_sheet_would_execute_come_back_as_plain_text(
    api: Client, reporter: Membership
) -> None:
    bad = as_csv([row(loan_identifier="=HYPERLINK(A1)"), row(loan_identifier="L-2", currency="?")])
    register = filed(reporter, bad)
    answer = api.get(f"{REGISTERS_PATH}/{register.pk}").json()
    assert (answer["state"], answer["error_count"]) == ("rejected", register.error_count)
    assert {rule["rule"] for rule in answer["rules_broken"]} == set(register.error_counts)
    errors = api.get(f"{REGISTERS_PATH}/{register.pk}/errors")
    assert errors["Content-Type"] == "application/json"
    assert errors["X-Content-Type-Options"] == "nosniff"
    told = errors.json()["results"]
    assert told[0] | {"what_to_do": ""} == {
        "row": 2,
        "column": "loan_identifier",
        "value": "=HYPERLINK(A1)",
        "rule": "formula",
        "what_to_do": "",
    }
    assert all(error["what_to_do"] for error in told)


def test_errors_come_page_by_page_each_once(
    api: Client, reporter: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("prudential.api.registers.ERRORS_A_PAGE", 2)
    rows = [row(loan_identifier=f"L-{n}", currency="?") for n in range(5)]
    register = filed(reporter, as_csv(rows))
    seen, address = [], f"{REGISTERS_PATH}/{register.pk}/errors"
    while address:
        page = api.get(address).json()
        assert page["count"] == 5
        seen += [error["row"] for error in page["results"]]
        address = page["next"]
    assert seen == [2, 3, 4, 5, 6]


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "application/octet-stream"])
def test_another_media_type_is_415(api: Client, kind: str) -> None:
    answer = send(api, GOOD, kind)
    assert answer.status_code == 415
    assert not Register.objects.exists()


def test_an_empty_body_is_422(api: Client) -> None:
    assert codes(send(api, b"")) == {"file": "required"}


def announced(api: Client, length: Any, content: bytes = GOOD, kind: str = "text/csv") -> Any:
    return send(api, content, kind, CONTENT_LENGTH=length)


def test_a_body_announced_too_large_is_refused_before_it_is_read(
    api: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(TemporaryUploadedFile, "__init__", None)
    for kind in ("text/csv", FORM):
        answer = announced(api, str(REGISTERS.max_bytes * 2), kind=kind)
        assert answer.status_code == 413
        assert codes(answer) == {"": "too_large"}


def test_a_body_of_unknown_length_is_411(api: Client) -> None:
    answer = send(api, GOOD, CONTENT_LENGTH="", HTTP_TRANSFER_ENCODING="chunked")
    assert answer.status_code == 411


class Broken(io.BytesIO):
    """A connection that ends after what it holds, whatever was announced."""


@pytest.mark.parametrize("in_a_form", [False, True])
def test_a_body_cut_off_is_not_taken_for_a_short_register(api: Client, in_a_form: bool) -> None:
    """Its first rows alone would be a good register."""
    content, kind = GOOD, "text/csv"
    if in_a_form:
        content = encode_multipart(BOUNDARY, {"file": SimpleUploadedFile("r.csv", GOOD)})
        kind = FORM
    cut = content[: content.index(b"\r\nL-2")]
    answer = send(
        api, cut, kind, **{"CONTENT_LENGTH": str(len(content)), "wsgi.input": Broken(cut)}
    )
    assert answer.status_code == 400
    assert codes(answer) == {"": "parse_error"}
    assert not Register.objects.exists()


def test_a_large_body_never_stands_whole_in_memory(
    api: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    pieces = []
    write: Any = TemporaryUploadedFile.write

    class Watched(TemporaryUploadedFile):
        def write(self, piece: Any) -> Any:
            pieces.append(len(piece))
            return write.__get__(self)(piece)

    monkeypatch.setattr("prudential.api.register_bodies.TemporaryUploadedFile", Watched)
    heading, rest = GOOD.split(b"\r\n", 1)
    assert send(api, heading + b"\r\n" + rest * 60_000).status_code == 202
    assert sum(pieces) > 8_000_000
    assert max(pieces) <= 1024 * 1024


def test_a_worker_killed_half_way_leaves_the_state_true(
    api: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = send(api, GOOD)["Location"]
    number = int(address.rsplit("/", 1)[1])
    with monkeypatch.context() as patch:

        def die(*args: Any) -> None:
            raise KeyboardInterrupt

        patch.setattr(register_acts, "_settle", die)
        with pytest.raises(KeyboardInterrupt):
            tasks.read_register(number)
    answer = api.get(address).json()
    assert (answer["state"], answer["read_at"], answer["row_count"]) == ("reading", None, None)
    assert api.get(RUNS, {"register": number}).json()["results"] == []
    tasks.read_register(number)
    assert api.get(address).json()["state"] == "accepted"


def test_lists_page_by_cursor_without_a_row_twice_or_left_out(
    reporter: Membership, api: Client
) -> None:
    made = [filed(reporter, portfolio("1.00", f"{n}.00")).pk for n in range(10, 15)]
    seen, address = [], f"{REGISTERS_PATH}?page_size=2"
    while address:
        page = api.get(address).json()
        seen += [register["id"] for register in page["results"]]
        if len(seen) == 2:  # a register comes in between: it is newer and moves nothing
            filed(reporter, portfolio("1.00", "99.00"))
        address = page["next"]
    assert seen == made[::-1]
    back = api.get(page["previous"]).json()["results"]
    assert [register["id"] for register in back] == made[::-1][2:4]


@pytest.mark.parametrize("cursor", ["x", "cD1hYmM=", "cD05OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk=", "ü"])
def test_a_cursor_never_given_out_is_422(api: Client, cursor: str) -> None:
    answer = api.get(REGISTERS_PATH, {"cursor": cursor})
    assert answer.status_code == 422
    assert set(codes(answer)) == {"cursor"}


def test_filters(reporter: Membership) -> None:
    supervisor, other = client_of(make_membership(Role.SUPERVISOR)), mfo_reporter()
    february = date(2026, 2, 28)
    filed(reporter, GOOD)
    filed(other, portfolio("1.00", "100.00", on=february), on=february)
    for path, day in ((REGISTERS_PATH, "cut_off_date"), (RUNS, "reporting_date")):
        assert len(supervisor.get(path).json()["results"]) == 2
        asked = {"organisation": other.organisation.business_number}
        (one,) = supervisor.get(path, asked).json()["results"]
        assert one["organisation"] == asked["organisation"]
        (one,) = supervisor.get(path, {"on": DAY}).json()["results"]
        assert one[day] == DAY
        assert codes(supervisor.get(path, {"organisation": "x"})) == {"organisation": "wrong_form"}
        assert codes(supervisor.get(path, {"page_size": "201"})) == {"page_size": "too_large"}


def test_lists_cost_the_same_for_one_and_three(reporter: Membership, api: Client) -> None:
    filed(reporter, portfolio("1.00", "10.00"))
    api.get(RUNS)
    counts: dict[str, list[int]] = {REGISTERS_PATH: [], RUNS: []}
    for __ in range(2):
        for path, found in counts.items():
            with CaptureQueriesContext(connection) as queries:
                api.get(path)
            found.append(len(queries))
        for number in (11, 12):
            filed(reporter, portfolio("1.00", f"{number}.00"))
    assert all(one == three for one, three in counts.values()), counts


def test_a_bank_reads_its_runs_and_files_no_register() -> None:
    api = client_of(bank_reporter())
    assert api.get(RUNS).json()["results"] == []
    assert send(api, GOOD).status_code == 403
