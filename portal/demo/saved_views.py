"""Two named views of the officers' list: one shared with colleagues, one of one's own."""

from django.utils.translation import override

from applications.models import SavedView
from applications.saved_views import save_view
from portal.demo.casting import DemoCast

# Whose, named how, which filters, whether colleagues see it.
VIEWS = (
    ("agent", "Қайтарылғандар · Возвращённые", "state=returned&sort=submitted", True),
    ("agent", "Ірі сомалар · Крупные суммы", "amount_from=100+000+000&sort=-amount", False),
)


def load_views(cast: DemoCast) -> None:
    """A view that a visitor renamed or deleted comes back under its own name."""
    for sign_in, name, query, is_shared in VIEWS:
        by = cast.get(sign_in)
        if by is None or SavedView.objects.filter(owner=by, name=name).exists():
            continue
        with override("kk"):
            save_view(name=name, query=query, is_shared=is_shared, by=by)
