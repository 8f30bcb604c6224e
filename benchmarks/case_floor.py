"""The portal's addresses and one more: the least a page of 25 cases can be.

The same middleware, guard and session; one query for the same rows; a bare template.
"""

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from applications.models import Case
from applications.queue_views import staff_only
from config.urls import urlpatterns as portal

ROWS = 25
TEMPLATE = """<!DOCTYPE html><html lang="en"><head><title>Cases</title></head><body><table>
{% for case in cases %}<tr><td>{{ case.number }}</td><td>{{ case.organisation.name_ru }}</td>
<td>{{ case.buyer_name }}</td><td>{{ case.financing_amount }} {{ case.financing_currency }}</td>
<td>{{ case.submitted_at }}</td><td>{{ case.state }}</td><td>{{ case.reviewer.user.full_name }}</td>
</tr>{% endfor %}</table></body></html>"""


@staff_only
def floor(request: Any) -> HttpResponse:
    return HttpResponse(_page(request))


def _page(request: HttpRequest) -> str:
    return str(_template().render({"cases": _cases()}, request))


@cache
def _template() -> Any:
    """Compiled once, as the portal's own are."""
    return engines["django"].from_string(TEMPLATE)


def _cases() -> Any:
    open_ones = Case.objects.exclude(state="draft").filter(agent_rank__lte=2)
    cases = open_ones.select_related("organisation", "reviewer__user")
    return cases.order_by("agent_rank", "submitted_at", "pk")[:ROWS]


urlpatterns = [*portal, path("floor/", floor)]
