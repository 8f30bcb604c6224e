"""``script/server``: the whole portal on this machine, loopback only."""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

from script import processes
from script.supervise import Supervisor

START_SECONDS = 60


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


def parse_port() -> int:
    parser = argparse.ArgumentParser(prog="script/server", description=__doc__)
    parser.add_argument("--port", type=int, default=8000, help="default: %(default)s")
    port: int = parser.parse_args().port
    if not 0 < port < 65536:
        parser.error("--port is a number from 1 to 65535")
    return port


def surroundings(port: int) -> dict[str, str]:
    """The environment of every process: the caller's, with what is missing filled in."""
    state_dir = os.environ.get("PORTAL_STATE_DIR") or str(processes.ROOT / "var")
    filled_in = {"PORTAL_DEMO": "1", "PORTAL_BASE_URL": f"http://127.0.0.1:{port}"}
    return {**filled_in, **os.environ, "PORTAL_STATE_DIR": str(Path(state_dir).resolve())}


def prepare(env: dict[str, str]) -> str:
    """Bring the state up to date; what to tell about the demo's sign-ins."""
    done = subprocess.run(
        [sys.executable, "-m", "script.prepare"],
        env=env,
        cwd=processes.ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit("script/server: the portal could not be prepared; see above.")
    return done.stdout.strip()


def announce(port: int, sign_ins: str, state_dir: Path, supervisor: Supervisor) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not processes.answers(port) and not supervisor.is_ending:
        if time.monotonic() > deadline:
            say(f"The web server does not answer yet; see {state_dir}/log/web.log")
            return
        time.sleep(0.1)
    if supervisor.is_ending:
        return
    say(f"\nKeruen is at http://127.0.0.1:{port}/\n")
    if sign_ins:
        say(sign_ins + "\n")
    say(f"State and logs: {state_dir}. Ctrl-C ends it.")


def main() -> None:
    port = parse_port()
    if not processes.can_bind("127.0.0.1", port):
        sys.exit(f"script/server: port {port} is in use; give another: script/server --port N")
    env = surroundings(port)
    state_dir = Path(env["PORTAL_STATE_DIR"])
    sign_ins = prepare(env)
    supervisor = Supervisor(
        [processes.web(port, env, state_dir), processes.worker(env, state_dir)], say=say
    )
    supervisor.run(on_start=lambda: announce(port, sign_ins, state_dir, supervisor))
    say("Ended.")


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
