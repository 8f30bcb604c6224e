"""A Redis of the tests' own: nothing on disk, a free port of loopback."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from script.processes import answers, free_port
from script.supervise import WatchedProcess


class ThrowawayRedis:
    """Can be stopped and started again at the same port, to play an outage."""

    def __init__(self) -> None:
        binary = shutil.which("redis-server")
        if binary is None:
            raise RuntimeError("redis-server is missing: script/setup --dev")
        self._folder = Path(tempfile.mkdtemp(prefix="keruen-redis-"))
        self._port = free_port()
        command = [binary, "--bind", "127.0.0.1", "--port", str(self._port)]
        # Kept over an outage, as an installation's Redis would.
        command += ["--dir", str(self._folder), "--appendonly", "yes", "--save", ""]
        self._process = WatchedProcess("Redis", command, dict(os.environ), self._folder / "log")

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self._port}/0"

    def start(self) -> None:
        self._process.start()
        for _ in range(200):
            if answers(self._port):
                return
            time.sleep(0.05)
        raise RuntimeError("Redis did not start:\n" + self._process.log_tail())

    def stop(self) -> None:
        self._process.stop()

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)


@contextmanager
def throwaway_redis() -> Iterator[ThrowawayRedis]:
    server = ThrowawayRedis()
    try:
        server.start()
        yield server
    finally:
        server.remove()
