"""The supervisor restarts what dies, and leaves no process behind when it is told to end."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from script.processes import ROOT, can_bind, free_port, web_command
from script.supervise import RestartDelay, WatchedProcess


def wait_until(condition: Callable[[], bool], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "did not happen in time"
        time.sleep(0.02)


def is_alive(pid: int) -> bool:
    """Whether the process runs: one that ended and was not yet collected does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in "ZX"


def shell(name: str, script: str, folder: Path) -> WatchedProcess:
    return WatchedProcess(name, ["/bin/sh", "-c", script], dict(os.environ), folder / f"{name}.log")


def test_delay_doubles_after_quick_deaths_up_to_its_limit() -> None:
    delay = RestartDelay(first=1, longest=5, healthy_after=60)
    assert [delay.after_a_life_of(2) for _ in range(5)] == [1, 2, 4, 5, 5]


def test_delay_starts_anew_after_a_healthy_life() -> None:
    delay = RestartDelay(first=1, longest=60, healthy_after=60)
    for _ in range(4):
        delay.after_a_life_of(2)
    assert delay.after_a_life_of(61) == 1


def test_stop_ends_the_whole_group_also_what_ignores_the_order(tmp_path: Path) -> None:
    pids = tmp_path / "pids"
    stubborn = f"trap '' TERM; (trap '' TERM; sleep 60) & echo $$ $! > {pids}; wait; sleep 60"
    process = shell("stubborn", stubborn, tmp_path)
    process.start()
    wait_until(lambda: pids.exists() and len(pids.read_text().split()) == 2)
    process.stop(grace=0.2)
    assert [pid for pid in pids.read_text().split() if is_alive(int(pid))] == []


def test_stop_waits_for_an_orderly_end(tmp_path: Path) -> None:
    ready = tmp_path / "ready"
    orderly = f"trap 'echo goodbye; exit 0' TERM; touch {ready}; while :; do sleep 0.05; done"
    process = shell("orderly", orderly, tmp_path)
    process.start()
    wait_until(ready.exists)
    process.stop(grace=5)
    assert process.exit_status == 0
    assert process.log_tail() == "goodbye"


def test_a_long_log_is_put_aside_at_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("script.supervise.LOG_LIMIT_BYTES", 10)
    process = shell("talker", "echo new", tmp_path)
    process.log.write_text("older than the limit allows\n")
    process.start()
    wait_until(lambda: not process.is_running)
    assert process.log_tail() == "new"
    assert "older" in process.log.with_name("talker.log.old").read_text()


SUPERVISED = """
import os, sys
from pathlib import Path
from script.supervise import RestartDelay, Supervisor, WatchedProcess

folder = Path(sys.argv[1])

def process(name, script):
    return WatchedProcess(name, ["/bin/sh", "-c", script], dict(os.environ), folder / name)

steady = process("steady", f"echo $$ >> {folder}/steady.pids; sleep 60 & wait")
dying = process("dying", f"echo $$ >> {folder}/dying.pids; echo my last words; exit 3")
Supervisor([steady, dying], new_delay=lambda: RestartDelay(first=0.05, longest=0.05)).run()
"""


@pytest.fixture
def supervised(tmp_path: Path):
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(SUPERVISED), str(tmp_path)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    yield process
    process.kill()
    process.communicate()


def pids_in(path: Path) -> list[int]:
    return [int(line) for line in path.read_text().split()] if path.exists() else []


def test_what_dies_is_started_again_and_its_last_words_are_told(
    supervised: subprocess.Popen[str], tmp_path: Path
) -> None:
    wait_until(lambda: len(pids_in(tmp_path / "dying.pids")) >= 3)
    supervised.send_signal(signal.SIGTERM)
    told, _ = supervised.communicate(timeout=10)
    assert "dying ended with status 3" in told
    assert "my last words" in told
    assert len(pids_in(tmp_path / "steady.pids")) == 1, "what lives is left alone"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_everything(
    supervised: subprocess.Popen[str], tmp_path: Path, number: signal.Signals
) -> None:
    wait_until(lambda: bool(pids_in(tmp_path / "steady.pids")))
    supervised.send_signal(number)
    supervised.communicate(timeout=15)
    assert supervised.returncode == 0
    started = pids_in(tmp_path / "steady.pids") + pids_in(tmp_path / "dying.pids")
    assert [pid for pid in started if is_alive(pid)] == []


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's parent-death signal")
def test_a_killed_supervisor_takes_its_processes_along(
    supervised: subprocess.Popen[str], tmp_path: Path
) -> None:
    wait_until(lambda: bool(pids_in(tmp_path / "steady.pids")))
    supervised.kill()
    wait_until(lambda: not is_alive(pids_in(tmp_path / "steady.pids")[0]))


def test_a_port_in_use_is_noticed() -> None:
    port = free_port()
    assert can_bind("127.0.0.1", port)
    listen = "import socket,sys,time;s=socket.create_server(('127.0.0.1',int(sys.argv[1])));"
    listener = subprocess.Popen(
        [sys.executable, "-c", listen + "print('up',flush=True);time.sleep(60)", str(port)],
        stdout=subprocess.PIPE,
    )
    try:
        assert listener.stdout is not None
        listener.stdout.readline()
        assert not can_bind("127.0.0.1", port)
    finally:
        listener.kill()
        listener.communicate()


def test_the_web_server_listens_on_loopback_only() -> None:
    command = web_command(8123)
    bound = {command[i + 1] for i, word in enumerate(command) if word == "--bind"}
    assert bound <= {"127.0.0.1:8123", "[::1]:8123"}
    assert "127.0.0.1:8123" in bound
