"""A PostgreSQL of the tests' own: Debian's binaries on a folder thrown away afterwards."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from script.processes import free_port
from script.supervise import die_with_parent

OWNER = "postgres"  # initdb and postgres refuse to run as root
# Nothing has to survive a crash: three times faster.
SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def binaries() -> Path:
    """The folder of the newest installed server, by Debian's layout or the PATH."""
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda path: float(path.parent.parent.name),
    )
    if debian:
        return debian[-1].parent
    if on_path := shutil.which("initdb"):
        return Path(on_path).resolve().parent
    raise RuntimeError("PostgreSQL's server binaries are missing: script/setup --dev")


def as_owner() -> dict[str, Any]:
    """Arguments to ``subprocess`` that drop root for the account PostgreSQL wants."""
    return {"user": OWNER, "group": OWNER, "extra_groups": []} if os.geteuid() == 0 else {}


def make_folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="keruen-postgresql-"))
    if os.geteuid() == 0:
        shutil.chown(folder, OWNER, OWNER)
    return folder


def initialise(folder: Path) -> None:
    subprocess.run(
        [
            str(binaries() / "initdb"),
            *("--pgdata", str(folder / "data"), "--username", "keruen", "--auth", "trust"),
            *("--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"),
        ],
        cwd=folder,
        check=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        **as_owner(),
    )


def launch(folder: Path, port: int) -> subprocess.Popen[bytes]:
    command = [str(binaries() / "postgres"), "-D", str(folder / "data")]
    command += ["-c", "listen_addresses=127.0.0.1", "-c", f"port={port}"]
    command += ["-c", f"unix_socket_directories={folder}"]
    for name, value in SETTINGS.items():
        command += ["-c", f"{name}={value}"]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=die_with_parent,
            **as_owner(),
        )


def wait_until_ready(server: subprocess.Popen[bytes], folder: Path, port: int) -> None:
    ask = [str(binaries() / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]
    for _ in range(200):
        if server.poll() is not None:
            raise RuntimeError("PostgreSQL did not start:\n" + (folder / "log").read_text())
        if subprocess.run(ask, check=False).returncode == 0:
            return
        time.sleep(0.05)
    raise RuntimeError("PostgreSQL did not answer in 10 seconds")


@contextmanager
def throwaway_postgresql() -> Iterator[str]:
    """Its address as a ``DATABASE_URL``; a role that may create databases."""
    folder = make_folder()
    server = None
    try:
        initialise(folder)
        port = free_port()
        server = launch(folder, port)
        wait_until_ready(server, folder, port)
        yield f"postgres://keruen@127.0.0.1:{port}/postgres"
    finally:
        if server is not None:
            server.send_signal(signal.SIGQUIT)  # at once: nothing is to be kept
            server.wait()
        shutil.rmtree(folder, ignore_errors=True)
