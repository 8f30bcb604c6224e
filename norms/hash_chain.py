"""Digests of plain data, for histories that chain each row to the one before."""

import hashlib
import json
from typing import Any


def sha256_of(content: Any) -> str:
    """SHA-256 of the canonical JSON: keys sorted, no spaces, letters as they are."""
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
