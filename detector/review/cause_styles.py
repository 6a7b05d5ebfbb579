"""What the page knows of the causes: their names as script, their colours and lines as style."""

from __future__ import annotations

from collections.abc import Iterator

import orjson

from detector.causes import CAUSES, Cause


def cause_script() -> str:
    """The constants of the page's scripts.

    ``CAUSES`` holds the label of each cause, ``REMEDIES`` what an editor can do about it;
    ``DAMAGE`` are the causes that have a probability, those in ``OWN_THRESHOLD`` with a threshold
    of their own, and ``HATCHES`` is the path of each hatch.
    """
    heads = [(cause, cause.head) for cause in CAUSES if cause.head]
    constants = {
        "CAUSES": {cause.key: cause.label for cause in CAUSES},
        "REMEDIES": {cause.key: cause.remedy for cause in CAUSES},
        "DAMAGE": [cause.key for cause, _ in heads],
        "OWN_THRESHOLD": [cause.key for cause, head in heads if not head.pooled],
        "HATCHES": {cause.key: cause.style.hatch_path for cause, _ in heads},
    }
    return "\n".join(
        f"const {name} = {orjson.dumps(value).decode()};" for name, value in constants.items()
    )


def cause_stylesheet() -> str:
    """The colour of each cause in both lights, and the line under its marks."""
    light = " ".join(f"--{cause.key}: {cause.style.ink};" for cause in CAUSES)
    dark = " ".join(f"--{cause.key}: {cause.style.ink_dark};" for cause in CAUSES)
    rules = [rule for cause in CAUSES for rule in cause_rules(cause)]
    return "\n".join(
        [
            f":root {{ {light} }}",
            f"@media (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}",
            *rules,
        ]
    )


def cause_rules(cause: Cause) -> Iterator[str]:
    """The rules of one cause."""
    yield f'[data-cause="{cause.key}"] {{ --cause: var(--{cause.key}); }}'
    line, style, width = cause.style.underline.split()
    yield (
        f'mark[data-cause="{cause.key}"] {{ text-decoration-line: {line}; '
        f"text-decoration-style: {style}; text-decoration-thickness: {width}; }}"
    )
    if cause.head:
        yield f".fill-{cause.key} {{ fill: var(--{cause.key}); }}"
