"""What tests inside one process use instead of an installation's cache, broker and folders."""

from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage, storages
from django.template import engines

from tests.services.undefined_variables import UndefinedVariable


def use_throwaway_surroundings(folder: Path) -> None:
    """Nothing of the developer's own state folder, and nothing shared between workers."""
    settings.STATE_DIR = folder
    settings.STATIC_ROOT = folder / "static"
    settings.STATIC_ROOT.mkdir()  # WhiteNoise warns about a folder that is not there
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.CELERY_BROKER_URL = "memory://"
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {}
    # A response closed late must not close the connection under a test's transaction.
    settings.DATABASES["default"]["CONN_MAX_AGE"] = None
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    _move_files(folder / "files")
    _serve_static_files_by_name()
    engines["django"].engine.string_if_invalid = UndefinedVariable()  # type: ignore[attr-defined]


def _move_files(folder: Path) -> None:
    # In place: model fields hold on to these very storages.
    for alias in ("default", "private"):
        storage = storages[alias]
        if isinstance(storage, FileSystemStorage):
            storage._location = str(folder / alias)  # type: ignore[attr-defined]
            for cached in ("base_location", "location"):
                storage.__dict__.pop(cached, None)


def _serve_static_files_by_name() -> None:
    """Without the manifest that ``collectstatic`` makes."""
    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES["staticfiles"]["BACKEND"] = plain
