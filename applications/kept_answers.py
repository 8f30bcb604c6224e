"""What a signed-out person typed, kept until the same person has signed in again.

It waits on the server, in the session of the browser that sent it. A signed proof on the
page says whose page it was: nobody else gets it back, and nobody else can leave anything.
"""

import json
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.http import HttpRequest

from applications.form_sections import SECTION_OF_CODE
from applications.section_sheets import Raw

SESSION_KEY = "typed_while_signed_out"
SALT = "applications.section_page"
PROOF_AGE = 7 * 24 * 60 * 60  # seconds that a page may have stood open
MOST_CHARACTERS = 500_000


@dataclass(frozen=True)
class Kept:
    """Typed answers of a section, and the version that their page had shown."""

    raw: Raw
    version: int


def proof_of_page(user_id: int, case_id: int, code: str) -> str:
    """A page of this person's own: signed, it holds no more than their numbers."""
    return signing.dumps([user_id, case_id, code], salt=SALT)


def owner_of_page(proof: str, case_id: int, code: str) -> int | None:
    """Whose page sent this; None when it was no page of the portal, or too old a one."""
    try:
        user_id, case, section = signing.loads(proof, salt=SALT, max_age=PROOF_AGE)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return user_id if (case, section) == (case_id, code) else None


def keep_typed(request: HttpRequest, case_id: int, code: str, raw: Raw, version: int) -> bool:
    """Keep the answers for the page's owner; False when they cannot be."""
    owner = owner_of_page(request.POST.get("proof", ""), case_id, code)
    if owner is None or len(json.dumps(raw)) > MOST_CHARACTERS:
        return False
    request.session[SESSION_KEY] = {
        "owner": owner,
        "case": case_id,
        "section": code,
        "raw": raw,
        "version": version,
    }
    return True


def take_kept(request: HttpRequest, case_id: int, code: str) -> Kept | None:
    """What this person left, once; another person's is thrown away unseen."""
    kept: dict[str, Any] = request.session.pop(SESSION_KEY, {})
    ours = {"owner": request.user.pk, "case": case_id, "section": code}
    if code not in SECTION_OF_CODE or any(kept.get(name) != value for name, value in ours.items()):
        return None
    return Kept(kept["raw"], kept["version"])
