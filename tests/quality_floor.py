"""The floor under the figures of the shipped model: pinned, raised, never lowered in silence.

Run as a script it takes the figures of ``models/card.json`` as the new floor:
``python tests/quality_floor.py --update``. Where one of them has fallen it stops, unless
``--allow-regression`` says that this is meant.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FLOOR = Path(__file__).with_suffix(".json")
CARD = ROOT / "models" / "card.json"
READER = CARD.with_name("reader.json")
# Rounding and another processor's arithmetic may move a share by this much.
SLACK = 0.005


def figures_of(card):
    """The pinned figures of a card, higher is better."""
    found = {}
    for kind, row in card["metrics"]["detector"]["caught"].items():
        for measure in ("caught", "auc_news", "auc_translations"):
            found[f"{kind}: {measure}"] = round(row[measure], 4)
    for system, row in card["metrics"]["synthetic"].items():
        found[f"{system}: tpr_0.01"] = round(row["tpr_0.01"], 4)
    found |= second_reading_figures(json.loads(READER.read_text("utf-8"))["measured"]["flagged"])
    found["calibration: 1 - ece"] = round(1 - card["metrics"]["detector"]["calibration"]["ece"], 4)
    return found


def second_reading_figures(flagged):
    """What a second reading catches and spares at the default threshold, higher is better."""
    both = {kind: row["both"] for kind, row in flagged["0.01"].items()}
    clean = ("news", "human_translation")
    found = {f"second reading: {kind} passed": round(1 - both[kind], 4) for kind in clean}
    return found | {"second reading: machine caught": both["machine"]}


def fallen(card, floor):
    """What stands below the floor, as ``name: now < pinned``."""
    now = figures_of(card)
    return [
        f"{name}: {now.get(name, 0.0)} < {pinned}"
        for name, pinned in floor["figures"].items()
        if now.get(name, 0.0) < pinned - SLACK
    ]


def too_often(rows, ceilings):
    """Genres of which more goes to review than the ceilings allow, as ``name: now > allowed``."""
    allowed = {"all genres": ceilings["all genres"], **ceilings["genres above it"]}
    return [
        f"{name}: {row['review']:.3f} > {allowed.get(name, ceilings['genre'])}"
        for name, row in rows.items()
        if row["review"] > allowed.get(name, ceilings["genre"])
    ]


def update(allow_regression):
    card = json.loads(CARD.read_text("utf-8"))
    before = json.loads(FLOOR.read_text("utf-8"))
    if not allow_regression:
        lower = fallen(card, before)
        if lower:
            raise SystemExit("\n".join(["fallen; --allow-regression if this is meant:", *lower]))
    pinned = before | {"data_digest": card["data_digest"], "figures": figures_of(card)}
    FLOOR.write_text(json.dumps(pinned, indent=2, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__" and "--update" in sys.argv:
    update("--allow-regression" in sys.argv)
