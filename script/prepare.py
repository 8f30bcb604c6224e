"""Brings the state up to date: tables, catalogue, demo, static files. Safe to repeat.

Progress goes to standard error; standard output carries only the demo's sign-ins.
"""

import hashlib
import io
import os
import sys
from typing import Any

import django
from django.core.management import call_command

# Static files of packages that no page of the portal asks for.
UNUSED_STATIC_FILES = ["rest_framework", "django_htmx"]


def step(label: str, *command: str, **options: Any) -> None:
    print(f"  {label}", file=sys.stderr, flush=True)  # noqa: T201
    call_command(*command, verbosity=0, stdout=io.StringIO(), **options)


def static_digest() -> str:
    """Of names, sizes and times of every file to collect: contents would take too long."""
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list(UNUSED_STATIC_FILES):
            status = os.stat(storage.path(name))
            digest.update(f"{name}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def collect_static_files() -> None:
    """Hashed names and compressed copies take seconds: only when a file changed."""
    from django.conf import settings

    stamp = settings.STATE_DIR / "static.sha256"
    digest = static_digest()
    is_there = (settings.STATIC_ROOT / "staticfiles.json").exists()
    if is_there and stamp.exists() and stamp.read_text() == digest:
        return
    step("Static files", "collectstatic", "--no-input", ignore_patterns=UNUSED_STATIC_FILES)
    stamp.write_text(digest)


def prepare() -> None:
    from django.conf import settings

    step("Tables", "migrate", "--no-input")
    step("Order", "load_order")
    step("Catalogue", "load_catalogue")
    if settings.PORTAL_DEMO:
        step("Demo data", "load_demo")
    collect_static_files()
    if settings.PORTAL_DEMO:
        call_command("demo_people")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    if sys.argv[1:] == ["static"]:
        collect_static_files()
    else:
        prepare()
