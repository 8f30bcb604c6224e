"""Brings the state up to date: tables, catalogue, demo, static files. Safe to repeat.

Progress goes to standard error; standard output carries only the demo's sign-ins.
"""

import io
import os
import sys

import django
from django.core.management import call_command


def step(label: str, *command: str) -> None:
    print(f"  {label}", file=sys.stderr, flush=True)  # noqa: T201
    call_command(*command, verbosity=0, stdout=io.StringIO())


def prepare() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.conf import settings

    step("Tables", "migrate", "--no-input")
    step("Catalogue", "load_catalogue")
    if settings.PORTAL_DEMO:
        step("Demo data", "load_demo")
    step("Static files", "collectstatic", "--no-input")
    if settings.PORTAL_DEMO:
        call_command("demo_people")


if __name__ == "__main__":
    prepare()
