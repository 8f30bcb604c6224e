"""The system check that reads every norm, so that a faulty file stops a deploy."""

from typing import Any

from django.core.checks import CheckMessage, Error, register

from norms.loader import load_norms
from norms.parameters import FOLDER
from norms.schema import NormFileError
from norms.territories import FILE, read_offshore_list


@register()
def check_norms(**kwargs: Any) -> list[CheckMessage]:
    try:
        load_norms(FOLDER)
        read_offshore_list(FILE)
    except NormFileError as error:
        return [Error(error.reason, obj=error.path, id="norms.E001")]
    return []
