"""The review page: one self-contained file, or the same page to be served."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from string import Template
from typing import Any

import orjson

from detector.review.cause_styles import cause_script, cause_stylesheet
from detector.review.entries import ReviewCollection
from detector.review.payload import details_of, index_of

# In the order in which they are put together; all share one scope.
SCRIPTS = (
    "dom",
    "notices",
    "pressing",
    "keeping",
    "source",
    "served",
    "decisions",
    "filtering",
    "list",
    "marking",
    "verdict",
    "deciding",
    "article",
    "reasons",
    "copies",
    "charts",
    "overview",
    "exporting",
    "triage",
    "keys",
    "printing",
    "main",
)
STYLES = (
    "colours",
    "frame",
    "list",
    "article",
    "swaps",
    "comparison",
    "deciding",
    "overview",
    "print",
)
# Articles in one block of the file: a block is parsed when one of them is opened (made up:
# 50 articles are about 300 kB, parsed in a few milliseconds).
BLOCK = 50
SERVED_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def file_page(collection: ReviewCollection) -> str:
    """The report as one HTML document that loads nothing and runs from disk.

    Its policy names the one script and the one style by their hashes, so that nothing in an
    article could run even if it became markup.
    """
    style, code = stylesheet(), script()
    policy = (
        f"default-src 'none'; script-src '{csp_hash(code)}'; style-src '{csp_hash(style)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    return frame().substitute(
        policy=f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        style=f"<style>{style}</style>",
        mode="file",
        size=BLOCK,
        data=data_blocks(collection),
        script=f"<script>{code}</script>",
    )


def served_page() -> str:
    """The same page without data, which it requests; the server sends :data:`SERVED_POLICY`."""
    return frame().substitute(
        policy="",
        style='<link rel="stylesheet" href="desk.css">',
        mode="served",
        size=BLOCK,
        data="",
        script='<script src="desk.js"></script>',
    )


def locked_page() -> tuple[str, str]:
    """What a browser sees that has no token, and the policy of that page."""
    style = "\n".join(part(f"{name}.css") for name in ("colours", "frame", "article"))
    return part("locked.html").replace("$style", style), style_policy(style)


def small_page(title: str, heading: str, style_name: str, body: str) -> str:
    """A page without script that loads nothing; ``title`` and ``body`` are escaped markup."""
    style = "".join(part(f"{name}.css") for name in ("colours", "small-page", "swaps", style_name))
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{style_policy(style)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{style}</style></head><body>
<header><h1>{heading}</h1></header>
<main>
{body}
</main></body></html>
"""


def style_policy(style: str) -> str:
    """The policy of a page that has one inline style and nothing else."""
    return f"default-src 'none'; style-src '{csp_hash(style)}'"


def data_blocks(collection: ReviewCollection) -> str:
    """The index and the articles as JSON that the browser takes for neither markup nor code."""
    details = details_of(collection)
    blocks = [block("index", index_of(collection))]
    for first in range(0, len(details), BLOCK):
        blocks.append(block(f"block-{first // BLOCK}", details[first : first + BLOCK]))
    return "\n".join(blocks)


def block(name: str, value: dict[str, Any] | Sequence[Any]) -> str:
    """One block of data: a ``<`` is escaped, so no article can end the block."""
    text = orjson.dumps(value).decode().replace("<", "\\u003c")
    return f'<script type="application/json" id="{name}">{text}</script>'


def csp_hash(content: str) -> str:
    """The hash by which a policy names an inline script or style."""
    return f"sha256-{b64encode(hashlib.sha256(content.encode()).digest()).decode()}"


def stylesheet() -> str:
    """All the page's styles."""
    return "\n".join([cause_stylesheet(), *(part(f"{name}.css") for name in STYLES)])


def script() -> str:
    """All the page's code, in a scope of its own."""
    parts = "\n".join([cause_script(), *(part(f"{name}.js") for name in SCRIPTS)])
    return f'"use strict";\n(() => {{\n{parts}\n}})();\n'


def frame() -> Template:
    """The document that holds the rest."""
    return Template(part("page.html"))


@cache
def part(name: str) -> str:
    """One of the files that the page is made of."""
    return (files("detector.review") / "static" / name).read_text("utf-8")
