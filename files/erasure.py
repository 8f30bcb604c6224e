"""Take contents out of the storage that no row needs any more.

Two steps, so that being killed between them loses nothing: the row is marked in the
transaction that gives the content up, the storage is emptied afterwards, as often as asked.
"""

from datetime import datetime

from django.core.files.storage import storages
from django.db import transaction
from django.db.models import ForeignObjectRel, Model

from files.models import StoredFile


def is_needed(file: StoredFile) -> bool:
    """Whether a row refers to the content; one that was itself erased needs it no longer."""
    relations = StoredFile._meta.get_fields(include_hidden=True)
    return any(
        _refers(relation.related_model, relation.field.name, file)
        for relation in relations
        if isinstance(relation, ForeignObjectRel)
    )


def _refers(model: type[Model], name: str, file: StoredFile) -> bool:
    rows = model._base_manager.filter(**{name: file})
    if any(field.name == "erased_at" for field in model._meta.fields):
        rows = rows.filter(erased_at=None)
    return rows.exists()


def give_up(file_id: int, *, at: datetime) -> bool:
    """Mark a content that no row needs, inside the caller's transaction; False where one does."""
    file = StoredFile.objects.select_for_update().get(pk=file_id)
    if is_needed(file):
        return False
    if file.erased_at is None:
        file.erased_at = at
        file.save(update_fields=["erased_at"])
    return True


def purge(*, at: datetime) -> int:
    """Delete every content given up from the storage; how many. Safe to repeat."""
    waiting = StoredFile.objects.filter(erased_at__isnull=False, purged_at=None)
    return sum(_purge(pk, at) for pk in waiting.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _purge(file_id: int, at: datetime) -> bool:
    file = StoredFile.objects.select_for_update().get(pk=file_id)
    if file.erased_at is None or file.purged_at is not None:
        return False
    if is_needed(file):
        file.erased_at = None
        file.save(update_fields=["erased_at"])
        return False
    storages["private"].delete(file.storage_name)
    file.purged_at = at
    file.save(update_fields=["purged_at"])
    return True
