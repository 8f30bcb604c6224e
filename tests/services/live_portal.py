"""The real thing for journeys: web server and worker as processes, on a database of their own.

They are started by the very commands of ``script/server``, without its restarts, so that
a test decides when a worker dies and when the next one comes.
"""

import fcntl
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from script import processes
from tests.services.redis_server import ThrowawayRedis

Mode = Literal["installed", "embedded"]
INSTALLED_ONLY = (
    "DATABASE_URL",
    "REDIS_URL",
    "SECRET_KEY",
    "EMAIL_URL",
    "DEFAULT_FROM_EMAIL",
    "FILES_STORAGE",
)


def available_modes() -> list[Mode]:
    """*installed* needs the services that ``script/test`` brings up."""
    return ["installed", "embedded"] if os.environ.get("DATABASE_URL") else ["embedded"]


class OwnDatabase:
    """A PostgreSQL database beside the one ``DATABASE_URL`` names, dropped at the end."""

    def __init__(self, name: str) -> None:
        self._server = os.environ["DATABASE_URL"]
        self._name = name
        self._command("CREATE DATABASE {}")

    @property
    def url(self) -> str:
        return urlunsplit(urlsplit(self._server)._replace(path=f"/{self._name}"))

    def drop(self) -> None:
        self._command("DROP DATABASE IF EXISTS {} WITH (FORCE)")

    def _command(self, text: str) -> None:
        with psycopg.connect(self._server, autocommit=True) as connection:
            connection.execute(sql.SQL(text).format(sql.Identifier(self._name)))


class LivePortal:
    """``url``, ``state_dir`` and ``env`` of a running portal, and a hand on its processes."""

    def __init__(self, mode: Mode) -> None:
        self.mode = mode
        self.port = processes.free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._folder = tempfile.TemporaryDirectory(prefix="keruen-portal-")
        self.state_dir = Path(self._folder.name)
        self.mail_dir = self.state_dir / "mail"
        self._database: OwnDatabase | None = None
        self._redis: ThrowawayRedis | None = None
        self.env = self._surroundings()
        self._web = processes.web(self.port, self.env, self.state_dir)
        self._worker = processes.worker(self.env, self.state_dir)

    def _surroundings(self) -> dict[str, str]:
        env = {name: value for name, value in os.environ.items() if name not in INSTALLED_ONLY}
        env |= {
            "PORTAL_DEMO": "1",
            "PORTAL_BASE_URL": self.url,
            "PORTAL_STATE_DIR": str(self.state_dir),
            "ALLOWED_HOSTS": "127.0.0.1,localhost",
        }
        return env | self._installed() if self.mode == "installed" else env

    def _installed(self) -> dict[str, str]:
        self._database = OwnDatabase(f"live_{self.port}")
        self._redis = ThrowawayRedis()
        self._redis.start()
        return {
            "DATABASE_URL": self._database.url,
            "REDIS_URL": self._redis.url,
            "SECRET_KEY": os.environ["SECRET_KEY"],
            "EMAIL_URL": f"filemail:///{self.mail_dir}",
            "DEFAULT_FROM_EMAIL": "portal@keruen.example",
            "FILES_STORAGE": str(self.state_dir / "files"),
            "SECURE_SSL_REDIRECT": "0",  # loopback has no certificate
        }

    def start(self) -> None:
        if shared := os.environ.get("SHARED_STATIC_FILES"):
            self._share_static_files(Path(shared))
        self._run("-m", "script.prepare")
        self.start_web()
        self.start_worker()

    def _share_static_files(self, shared: Path) -> None:
        """Collected once for all portals of a run: compressing them takes longest of all."""
        (shared / "static").mkdir(parents=True, exist_ok=True)
        for name in ("static", "static.sha256"):
            (self.state_dir / name).symlink_to(shared / name)
        with (shared / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self._run("-m", "script.prepare", "static")

    def stop(self) -> None:
        """End every process and remove what they left; safe after a failed start."""
        self._web.stop()
        self._worker.stop()
        if self._redis is not None:
            self._redis.remove()
        if self._database is not None:
            self._database.drop()
        self._folder.cleanup()

    def start_web(self) -> None:
        self._web.start()
        for _ in range(300):
            if processes.answers(self.port):
                return
            if not self._web.is_running:
                break
            time.sleep(0.1)
        raise RuntimeError("The web server did not start:\n" + self._web.log_tail())

    def start_worker(self) -> None:
        self._worker.start()

    def stop_worker(self) -> None:
        """In order, after the task at hand."""
        self._worker.stop(grace=60)

    def kill_worker(self) -> None:
        """As the kernel does when memory runs out: in the middle of whatever it does."""
        self._worker.kill()

    def stop_broker(self) -> None:
        self._own_redis.stop()

    def start_broker(self) -> None:
        self._own_redis.start()

    @property
    def _own_redis(self) -> ThrowawayRedis:
        if self._redis is None:
            raise RuntimeError("the embedded portal's broker is a folder, it has no process")
        return self._redis

    @property
    def worker_log(self) -> str:
        return self._worker.log_tail(lines=200)

    @property
    def web_log(self) -> str:
        return self._web.log_tail(lines=200)

    def manage(self, *arguments: str) -> str:
        """A management command against this portal's database; its standard output."""
        return self._run("manage.py", *arguments)

    def _run(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments],
            env=self.env,
            cwd=processes.ROOT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")
        return done.stdout
