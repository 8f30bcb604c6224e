"""axe-core on the page as it stands, contrast included."""

import json
from functools import cache
from typing import Any

from playwright.sync_api import Page

from script.processes import ROOT


@cache
def axe_source() -> str:
    return (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Page) -> list[dict[str, Any]]:
    # Through the debugger's protocol: the page's own content security policy stays in force.
    page.evaluate(axe_source())
    result: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    found: list[dict[str, Any]] = result["violations"]
    return found


def assert_accessible(page: Page) -> None:
    """Fail on any violation, naming rule, element and remedy."""
    told = [
        f"{found['id']} ({found['impact']}): {found['help']}\n    "
        + "\n    ".join(
            json.dumps(node["target"]) + " " + " ".join(node["failureSummary"].split())
            for node in found["nodes"]
        )
        for found in violations(page)
    ]
    assert not told, f"axe on {page.url}:\n" + "\n".join(told)
