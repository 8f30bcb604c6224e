"""What the invented people wrote to each other about their cases."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from applications.case_errors import CaseRefusal, NotAllowed
from applications.correspondence.messages import write_message
from applications.correspondence.notes import write_note
from applications.models import Case
from portal.demo.casting import DemoCast


@dataclass(frozen=True)
class DemoWords:
    """A message, or a note of officers."""

    by: str
    at: datetime
    text: str
    language: str
    is_note: bool


def read_words(content: dict[str, Any]) -> DemoWords:
    at = datetime.fromisoformat(content["at"]).replace(tzinfo=ZoneInfo(settings.TIME_ZONE))
    text = content.get("message") or content["note"]
    return DemoWords(content["by"], at, text.strip(), content["language"], "note" in content)


def say(key: str, talk: Iterable[DemoWords], case: Case, cast: DemoCast) -> None:
    """Once each; what a case that a visitor has led another way does not allow is left out."""
    for number, words in enumerate(talk):
        write = write_note if words.is_note else write_message
        own_key = uuid.uuid5(uuid.NAMESPACE_URL, f"{key}/talk/{number}")
        by = cast.actor(words.by, case.organisation)
        try:
            write(
                case.pk, text=words.text, language=words.language, key=own_key, by=by, at=words.at
            )
        except (CaseRefusal, NotAllowed):
            return
