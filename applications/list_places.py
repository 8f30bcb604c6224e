"""The way back: which list, filtered and paged how, a case was opened from.

A case's address carries its list's query in ``from``. Only what the list's own filters
read comes out again, so the way back never leads anywhere else.
"""

from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.urls import reverse

FROM = "from"
PAGE, MORE = "page", "more"


def came_from(request: HttpRequest, known: tuple[str, ...]) -> str:
    """The list's query of which ``known`` fields and the page are kept; "" without one."""
    sent = QueryDict(request.GET.get(FROM, ""))
    kept = {name: sent.getlist(name) for name in (*known, PAGE, MORE) if name in sent}
    return urlencode(kept, doseq=True)


def with_list(query: str) -> str:
    """What an address of a case ends with, so that its page leads back to the list."""
    return f"?{urlencode({FROM: query})}" if query else ""


def list_address(name: str, query: str) -> str:
    address = reverse(name)
    return f"{address}?{query}" if query else address
