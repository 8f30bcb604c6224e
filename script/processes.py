"""The commands the portal consists of: preparation, web server, worker with beat.

Used by ``script/server`` and by the tests that walk through the real thing.
"""

import socket
import sys
from collections.abc import Mapping
from pathlib import Path

from script.supervise import WatchedProcess

ROOT = Path(__file__).resolve().parent.parent
QUEUES = "default,documents,prudential"
WEB_THREADS = 8


def can_bind(host: str, port: int) -> bool:
    """Whether this port of this address is there and free; port 0 asks for the address alone."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError:
        return False
    return True


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def web_command(port: int) -> list[str]:
    """gunicorn on loopback: one process, since SQLite has one writer, with threads."""
    command = [sys.executable, "-m", "gunicorn", "config.wsgi"]
    command += ["--bind", f"127.0.0.1:{port}"]
    if can_bind("::1", port):
        command += ["--bind", f"[::1]:{port}"]
    command += ["--workers", "1", "--worker-class", "gthread", "--threads", str(WEB_THREADS)]
    # An own schedule of 180 rows stands in a calculator's address.
    command += ["--limit-request-line", "8190"]
    # gunicorn 25.1 and later open a control socket in the home folder unless told not to.
    return [*command, "--no-control-socket", "--graceful-timeout", "5", "--log-level", "warning"]


def worker_command(state_dir: Path) -> list[str]:
    """A Celery worker of one process for every queue, with beat inside."""
    command = [sys.executable, "-W", "ignore::RuntimeWarning", "-m", "celery", "-A", "config"]
    command += ["worker", "--beat", "--schedule", str(state_dir / "celerybeat-schedule")]
    command += ["--concurrency", "1", "--queues", QUEUES, "--hostname", "worker@%h"]
    return [*command, "--without-gossip", "--without-mingle", "--loglevel", "INFO"]


def web(port: int, env: Mapping[str, str], state_dir: Path) -> WatchedProcess:
    log = state_dir / "log" / "web.log"
    return WatchedProcess("The web server", web_command(port), env, log, cwd=ROOT)


def worker(env: Mapping[str, str], state_dir: Path) -> WatchedProcess:
    log = state_dir / "log" / "worker.log"
    return WatchedProcess("The worker", worker_command(state_dir), env, log, cwd=ROOT)


def answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0
