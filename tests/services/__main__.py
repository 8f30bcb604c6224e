"""``python -m tests.services COMMAND…``: run it with PostgreSQL and Redis, then clean up.

The command finds an installation's settings in its environment. Its exit status is ours.
"""

import contextlib
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from script.supervise import die_with_parent
from tests.services.postgresql import throwaway_postgresql
from tests.services.redis_server import throwaway_redis


def installed_settings(database_url: str, redis_url: str, folder: Path) -> dict[str, str]:
    return {
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "127.0.0.1,localhost,testserver",
        "PORTAL_BASE_URL": "http://127.0.0.1:8000",
        "EMAIL_URL": f"filemail:///{folder / 'mail'}",
        "DEFAULT_FROM_EMAIL": "portal@keruen.example",
        "FILES_STORAGE": str(folder / "files"),
        "PORTAL_STATE_DIR": str(folder / "state"),
        "SHARED_STATIC_FILES": str(folder / "shared"),
        "SECURE_SSL_REDIRECT": "0",  # loopback has no certificate
    }


@contextlib.contextmanager
def throwaway_folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="keruen-tests-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def end_in_order(number: int, frame: FrameType | None) -> None:
    """A signal becomes an exception, so that every context above is left properly."""
    for name in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(name, signal.SIG_IGN)
    sys.exit(128 + number)


def run(command: list[str], env: dict[str, str]) -> int:
    process = subprocess.Popen(command, env=env, start_new_session=True, preexec_fn=die_with_parent)
    try:
        return process.wait()
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)  # pytest tears its fixtures down
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=30)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def main(command: list[str]) -> int:
    for name in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(name, end_in_order)
    with throwaway_folder() as folder, throwaway_postgresql() as url, throwaway_redis() as redis:
        status = run(command, {**os.environ, **installed_settings(url, redis.url, folder)})
    return status or bool(os.environ.get("FAILED_BEFORE_PYTEST"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
