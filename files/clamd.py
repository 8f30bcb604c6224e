"""The virus scanner: clamd's INSTREAM, with one deadline for the whole talk.

The address is ``tcp://host:port`` or ``unix:/path``.
"""

import socket
import struct
import time
from dataclasses import dataclass
from typing import BinaryIO
from urllib.parse import urlsplit

CHUNK = 64 * 1024
LONGEST_ANSWER = 4096
DEFAULT_PORT = 3310


class ScannerAway(Exception):
    """The scanner gave no verdict: not there, too slow, or not able to read the file."""


@dataclass(frozen=True)
class Verdict:
    """``finding`` is the malware's name, empty for a clean file; ``engine`` with its data's day."""

    finding: str
    engine: str


def scan(url: str, content: BinaryIO, *, seconds: float = 60) -> Verdict:
    """Have clamd read ``content``; raises ScannerAway when no verdict comes in ``seconds``."""
    engine = _ask(url, b"zVERSION\0", None, seconds)
    answer = _ask(url, b"zINSTREAM\0", content, seconds)
    if answer == "stream: OK":
        return Verdict("", engine)
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return Verdict(answer.removeprefix("stream: ").removesuffix(" FOUND"), engine)
    raise ScannerAway(answer[:200] or "no answer")


def answers(url: str, *, seconds: float = 2) -> bool:
    try:
        return _ask(url, b"zPING\0", None, seconds) == "PONG"
    except ScannerAway:
        return False


def _ask(url: str, command: bytes, content: BinaryIO | None, seconds: float) -> str:
    deadline = time.monotonic() + seconds
    try:
        with _connected(url, seconds) as connection:
            connection.sendall(command)
            if content is not None:
                _send(connection, content, deadline)
            return _answer(connection, deadline)
    except (OSError, ValueError) as error:
        raise ScannerAway(f"{type(error).__name__}: {error}") from error


def _connected(url: str, seconds: float) -> socket.socket:
    parts = urlsplit(url)
    if parts.scheme == "tcp" and parts.hostname:
        address = (parts.hostname, parts.port or DEFAULT_PORT)
        return socket.create_connection(address, timeout=seconds)
    if parts.scheme != "unix" or not parts.path:
        raise ValueError("CLAMD_URL is tcp://host:port or unix:/path")
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(seconds)
    try:
        connection.connect(parts.path)
    except OSError:
        connection.close()
        raise
    return connection


def _send(connection: socket.socket, content: BinaryIO, deadline: float) -> None:
    """Piece by piece; clamd hangs up on what is above its own limit, and says so."""
    try:
        while piece := content.read(CHUNK):
            _limit(connection, deadline)
            connection.sendall(struct.pack("!L", len(piece)) + piece)
        connection.sendall(struct.pack("!L", 0))
    except (BrokenPipeError, ConnectionResetError):
        return


def _answer(connection: socket.socket, deadline: float) -> str:
    said = b""
    while b"\0" not in said and len(said) < LONGEST_ANSWER:
        _limit(connection, deadline)
        piece = connection.recv(LONGEST_ANSWER)
        if not piece:
            break
        said += piece
    return said.split(b"\0")[0].decode("utf-8", "replace").strip()


def _limit(connection: socket.socket, deadline: float) -> None:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("the time is over")
    connection.settimeout(left)
