"""What several tests do on the desk's page in a browser."""

from __future__ import annotations


def clear_filters(page):
    """Clear the filters, and wait until the list is drawn anew: keys go by the list."""
    page.click("#clear")
    page.wait_for_selector("#clear", state="hidden")
