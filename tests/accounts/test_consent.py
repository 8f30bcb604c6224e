"""Consent to the processing of personal data: asked once, recorded, withdrawn, pinned."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import consents
from accounts.consents import (
    ChangedEdition,
    ConsentEdition,
    NoEdition,
    consent_editions,
    edition_in_force,
    give_consent,
    has_consented,
    withdraw_consent,
)
from accounts.models import PersonalDataConsent
from tests.people import make_membership, make_user

pytestmark = pytest.mark.django_db
CONSENT = "/en/account/consent/"


@pytest.fixture
def new_edition(monkeypatch: pytest.MonkeyPatch) -> ConsentEdition:
    """In force from today."""
    old = consent_editions()
    new = replace(old[-1], code="2099-01", effective_from=timezone.localdate())
    monkeypatch.setattr(consents, "consent_editions", lambda: (*old, new))
    return new


def test_every_edition_has_the_same_parts_in_three_languages_and_says_it_is_not_verified() -> None:
    for edition in consent_editions():
        assert set(edition.texts) == {"kk", "ru", "en"}
        shapes = {
            tuple(len(paragraphs) for _heading, paragraphs in text.sections)
            for text in edition.texts.values()
        }
        assert len(shapes) == 1
        assert edition.verified is False


def test_a_changed_word_of_a_published_edition_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (published,) = consents.FOLDER.glob("2025-11.yaml")
    words = published.read_text(encoding="utf-8")
    (tmp_path / published.name).write_text(words.replace("colleagues", "friends"), "utf-8")
    monkeypatch.setattr(consents, "FOLDER", tmp_path)
    with pytest.raises(ChangedEdition):
        consent_editions.__wrapped__()


def test_the_edition_of_a_day_and_none_before_the_first() -> None:
    first = consent_editions()[0]
    assert edition_in_force(first.effective_from) == first
    with pytest.raises(NoEdition):
        edition_in_force(first.effective_from - timedelta(days=1))


def test_who_has_not_agreed_sees_public_pages_the_text_and_the_way_out(client: Client) -> None:
    client.force_login(make_membership(may_work=False).user)
    for name in ("portal:home", "applications:my_cases", "accounts:team", "accounts:account",
                 "accounts:sessions", "mfa_index"):  # fmt: skip
        assert client.get(reverse(name)).headers["Location"].startswith(CONSENT), name
    for name in ("accounts:consent", "accounts:consent_text", "accounts:consent_file",
                 "programs:programme_list",
                 "norms:norm_list", "notices:verify", "account_logout"):  # fmt: skip
        assert client.get(reverse(name)).status_code == 200, name
    assert client.post(reverse("applications:start")).headers["Location"].startswith(CONSENT)


def test_a_script_is_led_there_as_a_whole_page(client: Client) -> None:
    client.force_login(make_membership(may_work=False).user)
    answer = client.post(reverse("applications:start"), headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == CONSENT


def test_agreeing_leads_on_to_where_one_was_going_and_never_elsewhere(client: Client) -> None:
    client.force_login(make_membership(may_work=False).user)
    asked = client.get("/en/account/sessions/?page=2").headers["Location"]
    page = client.get(asked)
    words = {"edition": page.context["edition"].code, "next": page.context["next"]}
    assert client.post(CONSENT, words).headers["Location"] == "/en/account/sessions/?page=2"
    words["next"] = "https://elsewhere.invalid/"
    assert client.post(CONSENT, words).headers["Location"] == "/en/"


def test_agreeing_opens_the_portal_and_is_recorded_with_edition_and_moment(client: Client) -> None:
    user = make_membership(may_work=False).user
    client.force_login(user)
    code = client.get(CONSENT).context["edition"].code
    before = timezone.now()
    for _click in range(2):
        client.post(CONSENT, {"edition": code})
    assert client.get(reverse("applications:my_cases")).status_code == 200
    given = PersonalDataConsent.objects.get()
    assert (given.user, given.edition, given.withdrawn_at) == (user, code, None)
    assert given.digest == consent_editions()[-1].digest
    assert before <= given.given_at <= timezone.now()


def test_a_new_edition_is_asked_once_and_agreeing_to_the_old_page_is_not_enough(
    client: Client, new_edition: ConsentEdition
) -> None:
    client.force_login(make_membership().user)
    mine = reverse("applications:my_cases")
    assert client.get(mine).headers["Location"].startswith(CONSENT)
    client.post(CONSENT, {"edition": consent_editions()[-1].code})
    assert client.get(mine).headers["Location"].startswith(CONSENT)
    client.post(CONSENT, {"edition": new_edition.code})
    assert client.get(mine).status_code == 200


def test_withdrawing_says_what_follows_and_closes_the_portal_again(client: Client) -> None:
    user = make_membership().user
    client.force_login(user)
    page = client.get(reverse("accounts:withdraw_consent")).content.decode()
    assert "Cases and reports filed before stay" in page
    assert "Not verified against the act" in page
    client.post(reverse("accounts:withdraw_consent"))
    assert PersonalDataConsent.objects.get().withdrawn_at is not None
    assert client.get(reverse("applications:my_cases")).headers["Location"].startswith(CONSENT)
    assert "withdrawn" in client.get(CONSENT).content.decode()


def test_giving_it_again_is_a_record_of_its_own() -> None:
    user, now, today = make_user(), timezone.now(), timezone.localdate()
    assert withdraw_consent(user, at=now) == 1
    assert withdraw_consent(user, at=now) == 0
    assert not has_consented(user, on=today)
    give_consent(user, code=consent_editions()[-1].code, at=now, on=today)
    assert has_consented(user, on=today)
    assert PersonalDataConsent.objects.filter(user=user).count() == 2


def test_before_the_first_edition_nothing_is_asked() -> None:
    assert has_consented(make_user(may_work=False), on=date(2020, 1, 1))


def test_signing_up_without_consent_makes_no_account(client: Client) -> None:
    words = {"full_name": "A", "email": "a@example.invalid",
             "password1": "steppe-caravan-2026", "password2": "steppe-caravan-2026"}  # fmt: skip
    page = client.post(reverse("account_signup"), words)
    assert page.context["form"].errors["consent"] == [
        "Without your consent no account can be made."
    ]
    assert reverse("accounts:consent_text") in page.content.decode()
    client.post(reverse("account_signup"), words | {"consent": "on"})
    assert PersonalDataConsent.objects.get().user.email == "a@example.invalid"


@pytest.mark.parametrize(("language", "word"), [("kk", "Қандай"), ("ru", "Какие"), ("en", "Which")])
def test_the_text_is_downloaded_in_the_readers_language(
    client: Client, language: str, word: str
) -> None:
    answer = client.get(f"/{language}/account/consent/text.txt")
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="keruen-consent-2025-11.txt"'
    )
    text = answer.content.decode()
    assert word in text
    assert consent_editions()[-1].digest in text
