"""Who got a case, who had it, in whose place somebody acted: as the history tells officers.

Events hold memberships' keys, never names, so that a name may be erased and the chain stands.
"""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from accounts.models import Membership
from applications.models import CaseEvent

TOLD = ("to", "meant_for", "reviewer_before", "in_place_of")

Names = Mapping[int, str]


def people_named(events: Iterable[CaseEvent]) -> Names:
    """The names behind the keys of all events: one query, none where nobody is named."""
    keys = {event.details.get(word) for event in events for word in TOLD}
    keys = {key for key in keys if isinstance(key, int)}
    if not keys:
        return {}
    people = Membership.objects.filter(pk__in=keys).select_related("user")
    return {one.pk: str(one.user) for one in people}


def assignment_words(event: CaseEvent, names: Names) -> list[str]:
    """Nothing where ``names`` are not told."""
    words = {
        "to": _("Goes to %(name)s"),
        "meant_for": _("Meant for %(name)s, who is away"),
        "reviewer_before": _("Before: %(name)s"),
        "in_place_of": _("In place of %(name)s"),
    }
    told = ((words[word], names.get(event.details.get(word) or 0)) for word in TOLD)
    return [text % {"name": name} for text, name in told if name]
