"""A clamd for tests: speaks INSTREAM on loopback, well or badly."""

import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
ENGINE = "ClamAV 1.4.1/27450/Thu Nov 7 08:32:03 2026"


class FakeClamd:
    """``mood``: ``well``, ``dumb`` (never answers), ``rude`` (hangs up), ``small`` (a limit)."""

    def __init__(self) -> None:
        self.mood = "well"
        self.scanned: list[int] = []
        self._server = socket.create_server(("127.0.0.1", 0))
        self.url = f"tcp://127.0.0.1:{self._server.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self._server.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._server.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=[connection], daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rwb") as line:
            command = _until_nul(line)
            if self.mood == "rude":
                return
            if self.mood == "dumb":
                time.sleep(5)
                return
            line.write(self._answer(command, line).encode() + b"\0")
            line.flush()

    def _answer(self, command: bytes, line) -> str:
        if command == b"zPING":
            return "PONG"
        if command == b"zVERSION":
            return ENGINE
        content = _stream(line)
        self.scanned.append(len(content))
        if self.mood == "small":
            return "INSTREAM size limit exceeded. ERROR"
        return "stream: Eicar-Test-Signature FOUND" if EICAR in content else "stream: OK"


def _until_nul(line) -> bytes:
    said = b""
    while (sign := line.read(1)) not in (b"\0", b""):
        said += sign
    return said


def _stream(line) -> bytes:
    content = b""
    while (size := struct.unpack("!L", line.read(4))[0]) > 0:
        content += line.read(size)
    return content


@contextmanager
def running_clamd() -> Iterator[FakeClamd]:
    clamd = FakeClamd()
    try:
        yield clamd
    finally:
        clamd.close()
