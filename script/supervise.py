"""Keeps a few processes alive together: one that dies is started again, all end together."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO

LOG_LIMIT_BYTES = 10_000_000
GRACE_SECONDS = 10.0
_PR_SET_PDEATHSIG = 1


def die_with_parent() -> None:
    """In the child: the kernel ends it if whoever watches it is killed outright."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class WatchedProcess:
    """One command in a process group of its own, its output in a log file."""

    name: str
    command: Sequence[str]
    env: Mapping[str, str]
    log: Path
    cwd: Path | None = None
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def start(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self._open_log() as log:
            # Its own session: Ctrl-C on the terminal reaches the supervisor alone.
            self._process = subprocess.Popen(  # noqa: S603
                self.command,
                env=dict(self.env),
                cwd=self.cwd,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=die_with_parent,
            )

    def _open_log(self) -> IO[bytes]:
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT_BYTES:
            self.log.replace(self.log.with_name(self.log.name + ".old"))
        return self.log.open("ab")

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def exit_status(self) -> int | None:
        return self._process.poll() if self._process else None

    def ask_to_end(self) -> None:
        if self._process is not None and self.is_running:
            self._process.terminate()

    def stop(self, grace: float = GRACE_SECONDS) -> None:
        """End it in order; what is left of its group after ``grace`` seconds is killed."""
        self.ask_to_end()
        if self._process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout=grace)
            self.kill()

    def kill(self) -> None:
        """End it and every process of its group at once, without a word."""
        if self._process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def log_tail(self, lines: int = 15) -> str:
        if not self.log.exists():
            return ""
        return "\n".join(self.log.read_text("utf-8", errors="replace").splitlines()[-lines:])


@dataclass
class RestartDelay:
    """Seconds to wait before a start: doubled after every quick death, up to a minute."""

    first: float = 1.0
    longest: float = 60.0
    healthy_after: float = 60.0
    _next: float = 0.0

    def after_a_life_of(self, seconds: float) -> float:
        if seconds >= self.healthy_after or not self._next:
            self._next = self.first
        delay = self._next
        self._next = min(self._next * 2, self.longest)
        return delay


@dataclass
class _Watch:
    process: WatchedProcess
    delay: RestartDelay
    started_at: float = 0.0
    start_at: float | None = 0.0


class Supervisor:
    """Watches processes until SIGINT, SIGTERM or SIGHUP, then ends them all."""

    def __init__(
        self,
        processes: Sequence[WatchedProcess],
        *,
        say: Callable[[str], None] = print,
        new_delay: Callable[[], RestartDelay] = RestartDelay,
    ) -> None:
        self._watches = [_Watch(process, new_delay()) for process in processes]
        self._say = say
        self._ending = False

    def run(self, on_start: Callable[[], None] | None = None) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)
        try:
            self._look()
            if on_start is not None and not self._ending:
                on_start()
            while not self._ending:
                self._look()
                time.sleep(0.2)
        finally:
            self._end_all()

    @property
    def is_ending(self) -> bool:
        return self._ending

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self._ending = True

    def _look(self) -> None:
        now = time.monotonic()
        for watch in self._watches:
            if watch.start_at is not None and now >= watch.start_at:
                watch.started_at, watch.start_at = now, None
                watch.process.start()
            elif watch.start_at is None and not watch.process.is_running:
                self._plan_restart(watch, now)

    def _plan_restart(self, watch: _Watch, now: float) -> None:
        process = watch.process
        status = process.exit_status
        process.kill()  # what it may have left in its group
        seconds = watch.delay.after_a_life_of(now - watch.started_at)
        watch.start_at = now + seconds
        self._say(
            f"{process.name} ended with status {status}; again in {seconds:g} s. "
            f"Its last words, from {process.log}:\n{process.log_tail()}"
        )

    def _end_all(self) -> None:
        for watch in self._watches:
            watch.process.ask_to_end()
        deadline = time.monotonic() + GRACE_SECONDS
        for watch in self._watches:
            watch.process.stop(grace=max(0.1, deadline - time.monotonic()))
