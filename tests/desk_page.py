"""What several tests do on the desk's page in a browser."""

from __future__ import annotations

import pytest


def clear_filters(page):
    """Clear the filters, and wait until the list is drawn anew: keys go by the list."""
    page.click("#clear")
    page.wait_for_selector("#clear", state="hidden")


def violations(page):
    """What axe finds wrong on a page; listing what is right would take longer than finding it."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    results = axe.run(page, options={"resultTypes": ["violations"]})
    return [
        (one["id"], node["html"][:200], node["failureSummary"])
        for one in results.response["violations"]
        for node in one["nodes"]
    ]
