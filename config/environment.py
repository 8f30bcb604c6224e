"""What the surroundings say: read once, with every missing variable named at once.

Two ways to run. *Embedded* (no ``DATABASE_URL``): SQLite, a broker in a folder and
mail as files, all inside ``PORTAL_STATE_DIR``. *Installed* (``DATABASE_URL`` set):
PostgreSQL, Redis and the rest from the environment, nothing guessed.
"""

import os
import secrets
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()

REQUIRED_WHEN_INSTALLED = {
    "SECRET_KEY": "50 or more random characters, the same on every machine",
    "REDIS_URL": "the Celery broker and cache, redis://host:6379/0",
    "ALLOWED_HOSTS": "host names the portal answers to, separated by commas",
    "PORTAL_BASE_URL": "the public address printed in notices, https://…",
    "EMAIL_URL": "the mail server, smtp+tls://user:password@host:587",
    "DEFAULT_FROM_EMAIL": "who letters come from, Keruen <no-reply@your.domain>",
    "FILES_STORAGE": "a folder shared by all machines, or JSON of a Django storage",
}


def is_embedded() -> bool:
    return not env.str("DATABASE_URL", default="")


def require_installed_settings() -> None:
    """Name every variable an installation lacks, in one message."""
    missing = [name for name in REQUIRED_WHEN_INSTALLED if not os.environ.get(name)]
    if missing:
        lines = [f"  {name}: {REQUIRED_WHEN_INSTALLED[name]}" for name in missing]
        raise ImproperlyConfigured(
            "DATABASE_URL is set, so these must be set too:\n" + "\n".join(lines)
        )


def state_dir(base_dir: Path) -> Path:
    folder = Path(env.str("PORTAL_STATE_DIR", default=str(base_dir / "var"))).resolve()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def secret_key(folder: Path) -> str:
    """The configured key, or the state folder's own, made at first need."""
    if configured := env.str("SECRET_KEY", default=""):
        return configured
    path = folder / "secret_key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii")
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(key := secrets.token_urlsafe(64))
    return key


def database(folder: Path) -> dict[str, Any]:
    if not is_embedded():
        return {**env.db("DATABASE_URL"), "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": folder / "portal.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }


def private_storage(folder: Path) -> dict[str, Any]:
    """Where uploads and issued documents lie: never below the web root."""
    configured = env.str("FILES_STORAGE", default="")
    if configured.startswith("{"):
        return env.json("FILES_STORAGE")
    return {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": configured or str(folder / "files"),
            "base_url": None,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    }


def email(folder: Path) -> dict[str, Any]:
    if env.str("EMAIL_URL", default=""):
        return env.email_url("EMAIL_URL")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "EMAIL_FILE_PATH": str(folder / "mail"),
    }


def broker(folder: Path) -> dict[str, Any]:
    """Celery's broker: Redis, or folders below the state folder."""
    if redis_url := env.str("REDIS_URL", default=""):
        return {
            "CELERY_BROKER_URL": redis_url,
            "CELERY_BROKER_TRANSPORT_OPTIONS": {"visibility_timeout": 3600},
        }
    queue = folder / "queue"
    for name in ("messages", "control", "processed"):
        (queue / name).mkdir(mode=0o700, parents=True, exist_ok=True)
    return {
        "CELERY_BROKER_URL": "filesystem://localhost/",
        "CELERY_BROKER_TRANSPORT_OPTIONS": {
            "data_folder_in": str(queue / "messages"),
            "data_folder_out": str(queue / "messages"),
            "control_folder": str(queue / "control"),
            "processed_folder": str(queue / "processed"),
            "store_processed": False,
        },
    }
