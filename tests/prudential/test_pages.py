"""The prudential room's pages through Django's client: roles, languages, what they say."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from accounts.models import Role
from prudential.bank_figures import enter_figures
from prudential.models import BankFigures, RatioRun, Register
from prudential.ratio_runs import compute_figures_run
from prudential.registers import receive_register
from tests.people import make_membership
from tests.prudential.register_files import (
    CUT_OFF,
    as_csv,
    bank_reporter,
    filed,
    mfo_reporter,
    portfolio,
    row,
    upload,
)

pytestmark = pytest.mark.django_db
LANGUAGES = ("kk", "ru", "en")
FIGURES = {
    "own_capital": Decimal(100),
    "obligations_to_nonresidents": Decimal(150),
    "issued_debt_securities": Decimal(300),
}


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def signed_in(membership) -> Client:
    client = Client()
    client.force_login(membership.user, backend="accounts.backends.PortalBackend")
    return client


def page(client: Client, name: str, *args, status: int = 200) -> str:
    response = client.get(reverse(name, args=args))
    assert response.status_code == status
    return _text(response)


def _text(response) -> str:
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", text.replace("\u00a0", " "))


def measured_figures(by, on=date(2009, 3, 31), **figures) -> BankFigures:
    entered = enter_figures(**{**FIGURES, **figures}, on=on, by=by).figures
    compute_figures_run(entered.pk)
    return entered


def all_pages() -> list[tuple[str, object]]:
    """Every page with an accepted, a rejected and a waiting register and a bank's figures."""
    mfo, bank = mfo_reporter(), bank_reporter()
    supervisor = make_membership(Role.SUPERVISOR)
    accepted = filed(mfo, portfolio("10.01", "100.00"))
    rejected = filed(mfo, as_csv([row(currency="?")]))
    waiting = receive_register(upload(portfolio("1.00", "3.00")), cut_off_date=CUT_OFF, by=mfo)
    held = filed(mfo, portfolio("1.00", "100.00", on=date(2025, 12, 31)), on=date(2025, 12, 31))
    early = filed(mfo, portfolio("1.00", "100.00", on=date(2019, 12, 31)), on=date(2019, 12, 31))
    figures = measured_figures(bank)
    unmeasured = enter_figures(**FIGURES, on=date(2010, 1, 1), by=bank).figures
    after = measured_figures(bank, date(2017, 1, 1))
    return [
        (reverse("prudential:reports"), mfo),
        (reverse("prudential:register_upload"), mfo),
        *[
            (reverse("prudential:register", args=[register.pk]), mfo)
            for register in (accepted, rejected, waiting.register, held, early)
        ],
        (reverse("prudential:register_loans", args=[accepted.pk, "numerator"]), mfo),
        (reverse("prudential:register_loans", args=[held.pk, "denominator"]), supervisor),
        (reverse("prudential:register", args=[accepted.pk]), supervisor),
        (reverse("prudential:reports"), bank),
        (reverse("prudential:figures_enter"), bank),
        *[
            (reverse("prudential:figures", args=[entered.pk]), bank)
            for entered in (figures, unmeasured, after)
        ],
        (reverse("prudential:supervision"), supervisor),
        (reverse("prudential:supervised", args=[mfo.organisation_id]), supervisor),
        (reverse("prudential:supervised", args=[bank.organisation_id]), supervisor),
        (reverse("norms:norm_list"), mfo),
        (reverse("norms:norm", args=["bank/k8_maximum"]), mfo),
        (reverse("norms:norm", args=["mfo/overdue_90_limit"]), mfo),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_opens_in_every_language(language):
    with translation.override(language):
        for url, membership in all_pages():
            response = signed_in(membership).get(url)
            assert response.status_code == 200, url
            assert f'<html lang="{language}"' in response.content.decode()
            assert b" style=" not in response.content


def test_a_breach_is_told_with_limit_consequence_source_and_deadlines():
    by = mfo_reporter()
    register = filed(by, portfolio("10.01", "100.00"))
    text = page(signed_in(by), "prudential:register", register.pk)
    for told in (
        "10.01%: the limit of 10% is exceeded",
        "k1 is breached as well",
        "№ 192",
        "as amended by № 65",
        "paragraph 5-1",
        "Send the action plan by 1 April 2026",
        "The regulator approves it by 7 April 2026",
        "collect 0.02 ₸",
        "The other reading",
    ):
        assert told in text


def test_a_held_limit_is_told_with_its_headroom():
    by = mfo_reporter()
    register = filed(by, portfolio("9.00", "100.00"))
    text = page(signed_in(by), "prudential:register", register.pk)
    assert "9.00%: the limit of 10% is held" in text
    assert "Another 1 ₸ of the present portfolio" in text
    assert "Send the action plan" not in text


def test_what_rounding_hides_is_shown_with_more_decimals():
    by = mfo_reporter()
    register = filed(by, portfolio("1000000.10", "10000000.00"))
    text = page(signed_in(by), "prudential:register", register.pk)
    assert "10.000001%: the limit of 10% is exceeded" in text


def test_a_rejected_register_shows_its_errors_and_gives_them_all():
    by = mfo_reporter()
    bad = [row(loan_identifier=f"L-{n}", currency="?") for n in range(150)]
    register = filed(by, as_csv(bad))
    client = signed_in(by)
    text = page(client, "prudential:register", register.pk)
    assert "150 errors: nothing was taken in" in text
    assert "The first 100 of 150 errors are shown" in text
    response = client.get(reverse("prudential:register_errors", args=[register.pk]))
    lines = response.getvalue().decode("utf-8-sig").splitlines()
    assert len(lines) == 151
    assert lines[1].startswith("2;currency;?;not_a_currency;")


def test_uploading_leads_to_the_register_and_the_same_file_is_said():
    by = mfo_reporter()
    client, url = signed_in(by), reverse("prudential:register_upload")
    for _time in range(2):
        answers = {"cut_off_date": "31.03.2026", "file": upload(portfolio("1.00", "10.00"))}
        response = client.post(url, answers, follow=True)
    assert Register.objects.count() == 1
    assert "uploaded for this day before" in _text(response)
    assert "The register is stored and waits to be read" in _text(response)


@pytest.mark.parametrize(
    ("day", "content", "told"),
    [
        ("", b"a,b", "Enter a day"),
        ("31.12.2199", b"a,b", "This day has not come yet"),
        ("31.03.2026", b"\x00\x01\x02", "This is not CSV text in UTF-8"),
    ],
)
def test_what_is_wrong_with_an_upload_is_said_at_its_field(day, content, told):
    client = signed_in(mfo_reporter())
    url = reverse("prudential:register_upload")
    response = client.post(url, {"cut_off_date": day, "file": upload(content)})
    assert told in _text(response)
    assert not Register.objects.exists()


def test_a_page_that_polls_is_told_to_reload_once_there_is_a_result():
    by = mfo_reporter()
    waiting = receive_register(upload(portfolio("1.00", "3.00")), cut_off_date=CUT_OFF, by=by)
    url = reverse("prudential:register", args=[waiting.register.pk])
    client = signed_in(by)
    assert "HX-Refresh" not in client.get(url, headers={"HX-Request": "true"})
    filed(by, portfolio("2.00", "3.00"))
    newest = reverse("prudential:register", args=[Register.objects.latest("pk").pk])
    assert client.get(newest, headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_the_original_is_given_back_unaltered():
    by = mfo_reporter()
    content = portfolio("1.00", "3.00")
    register = filed(by, content)
    response = signed_in(by).get(reverse("prudential:register_original", args=[register.pk]))
    assert response.getvalue() == content
    assert response["Content-Disposition"].startswith("attachment")


def test_entering_figures_leads_to_them_and_zero_capital_is_an_error_at_its_field():
    client, url = signed_in(bank_reporter()), reverse("prudential:figures_enter")
    answers = {
        "on": "31.03.2009",
        "own_capital": "0",
        "obligations_to_nonresidents": "1 000 000,50",
        "issued_debt_securities": "0",
    }
    text = _text(client.post(url, answers))
    assert "Enter an amount above zero" in text
    response = client.post(url, answers | {"own_capital": "200 000 000 000"})
    figures = BankFigures.objects.get()
    assert response["Location"] == reverse("prudential:figures", args=[figures.pk])
    assert figures.obligations_to_nonresidents == Decimal("1000000.50")


def test_figures_are_told_with_maximum_and_source():
    by = bank_reporter()
    text = page(signed_in(by), "prudential:figures", measured_figures(by).pk)
    for told in ("1.50", "4.50", "Held", "Breached", "№ 358", "annex 11"):
        assert told in text


def test_outside_the_norms_life_the_page_says_what_held_instead():
    by = bank_reporter()
    late, early = measured_figures(by, date(2017, 1, 1)), measured_figures(by, date(2008, 1, 1))
    text = page(signed_in(by), "prudential:figures", late.pk)
    assert "It was in force until 5 August 2016" in text
    assert "№ 147" in text
    assert "It is in force from 1 January 2009" in page(
        signed_in(by), "prudential:figures", early.pk
    )


def test_the_supervisor_sees_who_breaches_first_and_who_has_not_filed():
    silent, breaching, holding = mfo_reporter(), mfo_reporter(), mfo_reporter()
    filed(holding, portfolio("1.00", "100.00"))
    filed(breaching, portfolio("11.00", "100.00"))
    client = signed_in(make_membership(Role.SUPERVISOR))
    response = client.get(reverse("prudential:supervision") + "?on=2026-03-31")
    rows = response.context["rows"]
    assert [row["organisation"] for row in rows] == [
        breaching.organisation,
        silent.organisation,
        holding.organisation,
    ]
    assert [row["has_filed"] for row in rows] == [True, False, True]
    assert "1 in breach; 1 has no register for 31 March 2026" in _text(response)


# Hand-written: which status a person gets. Own and foreign objects are of the same kind.
ROLES = ("mfo", "mfo_foreign", "bank", "bank_foreign", "supervisor", "applicant", "stranger")
ACCESS = {
    "reports": (200, 200, 200, 200, 403, 403, 302),
    "register_upload": (200, 200, 404, 404, 403, 403, 302),
    "register_template": (200, 200, 200, 200, 403, 403, 302),
    "register": (200, 404, 404, 404, 200, 403, 302),
    "register_original": (200, 404, 404, 404, 200, 403, 302),
    "register_loans": (200, 404, 404, 404, 200, 403, 302),
    "rejected": (200, 404, 404, 404, 404, 403, 302),
    "register_errors": (200, 404, 404, 404, 404, 403, 302),
    "figures_enter": (404, 404, 200, 200, 403, 403, 302),
    "figures": (404, 404, 200, 404, 200, 403, 302),
    "supervision": (403, 403, 403, 403, 200, 403, 302),
    "supervised": (403, 403, 403, 403, 200, 403, 302),
    "norm_list": (200, 200, 200, 200, 200, 200, 200),
}


@pytest.mark.parametrize(("name", "statuses"), ACCESS.items())
def test_who_may_open_what(name, statuses):
    mfo, bank = mfo_reporter(), bank_reporter()
    accepted = filed(mfo, portfolio("1.00", "100.00"))
    rejected = filed(mfo, as_csv([row(currency="?")]))
    arguments: dict[str, list[object]] = {
        "register": [accepted.pk],
        "register_original": [accepted.pk],
        "register_loans": [accepted.pk, "numerator"],
        "rejected": [rejected.pk],
        "register_errors": [rejected.pk],
        "figures": [measured_figures(bank).pk],
        "supervised": [mfo.organisation_id],
    }
    room = "norms" if name == "norm_list" else "prudential"
    view = "register" if name == "rejected" else name
    url = reverse(f"{room}:{view}", args=arguments.get(name, []))
    people = {
        "mfo": mfo,
        "mfo_foreign": mfo_reporter(),
        "bank": bank,
        "bank_foreign": bank_reporter(),
        "supervisor": make_membership(Role.SUPERVISOR),
        "applicant": make_membership(Role.APPLICANT),
    }
    found = tuple(
        status(signed_in(people[who]) if who in people else Client(), url) for who in ROLES
    )
    assert found == statuses


def status(client: Client, url: str) -> int:
    response = client.get(url)
    response.getvalue()  # a stream read to its end closes its file, not the connection
    return response.status_code


def queries(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_lists_ask_the_database_as_often_for_three_as_for_one():
    mfo, bank = mfo_reporter(), bank_reporter()
    pages = [
        (signed_in(mfo), reverse("prudential:reports")),
        (signed_in(bank), reverse("prudential:reports")),
        (signed_in(make_membership(Role.SUPERVISOR)), reverse("prudential:supervision")),
    ]
    filed(mfo, portfolio("1.00", "100.00"))
    measured_figures(bank)
    with_one = [queries(client, url) for client, url in pages]
    for month in (1, 2):
        day = date(2026, month, 28)
        filed(mfo, portfolio("1.00", "100.00", on=day), on=day)
        measured_figures(bank, date(2010, month, 28))
        filed(mfo_reporter(), portfolio("1.00", "100.00", on=day), on=day)
        measured_figures(bank_reporter(), date(2010, month, 28))
    assert [queries(client, url) for client, url in pages] == with_one


def test_a_recomputed_register_shows_its_earlier_runs(monkeypatch):
    by = mfo_reporter()
    register = filed(by, portfolio("9.00", "100.00"))
    monkeypatch.setattr("prudential.ratio_runs.norms_digest", lambda names: "d" * 64)
    filed(by, portfolio("9.00", "100.00"))
    assert RatioRun.objects.count() == 2
    text = page(signed_in(by), "prudential:register", register.pk)
    assert "Norms or formula changed" in text
    assert "Earlier runs" in text


def test_the_public_page_of_a_norm_tells_its_history_and_how_sure_it_is():
    client = Client()
    text = page(client, "norms:norm", "mfo/overdue_90_limit")
    for told in ("20%", "15%", "10%", "From 2 November 2025 to 31 December 2025",
                 "not verified against the act", "Verified against the act",
                 "prudential.mfo_ratios.overdue_90_share"):  # fmt: skip
        assert told in text
    assert "no threshold known" in page(client, "norms:norm", "mfo/debt_to_income_maximum")
    assert "1 working day " in page(client, "norms:norm", "mfo/plan_due_working_days")
    assert client.get(reverse("norms:norm", args=["mfo/nothing"])).status_code == 404
