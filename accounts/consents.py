"""Consent to the processing of personal data: editions of the text, who gave it when.

The texts are the portal's own words, not verified against the act. An edition is
never edited: its digest stands in its file, and a changed word is refused.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery

from accounts.models import PersonalDataConsent, User

FOLDER = Path(__file__).resolve().parent / "consent_editions"


class ChangedEdition(Exception):
    """The text differs from what people agreed to: make a new edition instead."""


class NoEdition(LookupError):
    """No edition is in force on that day."""


@dataclass(frozen=True)
class ConsentText:
    summary: str
    sections: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class ConsentEdition:
    """``verified`` says whether the words were compared with the act."""

    code: str
    effective_from: date
    verified: bool
    digest: str
    texts: dict[str, ConsentText]

    def text(self, language: str) -> ConsentText:
        return self.texts[language]


@cache
def consent_editions() -> tuple[ConsentEdition, ...]:
    """Every edition, the oldest first. Raises ChangedEdition."""
    found = [_read(path) for path in sorted(FOLDER.glob("*.yaml"))]
    return tuple(sorted(found, key=lambda edition: edition.effective_from))


def _read(path: Path) -> ConsentEdition:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    digest = digest_of(content["texts"])
    if digest != content["sha256"]:
        raise ChangedEdition(f"{path.name}: {digest}")
    return ConsentEdition(
        code=content["code"],
        effective_from=content["effective_from"],
        verified=content["verified"],
        digest=digest,
        texts={language: _text(said) for language, said in content["texts"].items()},
    )


def digest_of(texts: dict[str, Any]) -> str:
    """SHA-256 of the words in all languages, however the file wraps its lines."""
    canonical = json.dumps(texts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _text(said: dict[str, Any]) -> ConsentText:
    sections = tuple((part["heading"], tuple(part["paragraphs"])) for part in said["sections"])
    return ConsentText(said["summary"], sections)


def edition_in_force(on: date) -> ConsentEdition:
    """Raises NoEdition before the first one."""
    begun = [edition for edition in consent_editions() if edition.effective_from <= on]
    if not begun:
        raise NoEdition(on)
    return begun[-1]


def with_consent(people: QuerySet[User]) -> QuerySet[User]:
    """Each with ``consent_known``: the edition agreed to last, in the same query."""
    standing = PersonalDataConsent.objects.filter(user=OuterRef("pk"), withdrawn_at=None)
    latest = standing.order_by("-given_at", "-pk").values("edition")[:1]
    return people.annotate(consent_known=Subquery(latest))


def has_consented(user: User, *, on: date) -> bool:
    """To the edition in force on that day; before the first one nothing is asked."""
    try:
        code = edition_in_force(on).code
    except NoEdition:
        return True
    if hasattr(user, "consent_known"):
        return bool(user.consent_known == code)
    return _standing(user).filter(edition=code).exists()


def _standing(user: User) -> QuerySet[PersonalDataConsent]:
    return PersonalDataConsent.objects.filter(user=user, withdrawn_at=None)


@transaction.atomic
def give_consent(user: User, *, code: str, at: datetime, on: date) -> PersonalDataConsent:
    """Record the consent to the edition the person read; again is a no-op.

    Raises NoEdition when that is not the one in force any more.
    """
    edition = edition_in_force(on)
    if edition.code != code:
        raise NoEdition(code)
    consent, _created = PersonalDataConsent.objects.get_or_create(
        user=user,
        edition=code,
        withdrawn_at=None,
        defaults={"digest": edition.digest, "given_at": at},
    )
    return consent


@transaction.atomic
def withdraw_consent(user: User, *, at: datetime) -> int:
    """Withdraw what stands; how many editions that were. What was filed stays."""
    User.objects.select_for_update().get(pk=user.pk)
    return _standing(user).update(withdrawn_at=at)
