"""Says which of the sample articles a review file judges wrongly, and why: ``make demo``."""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd

from detector import load_card, read_review

LABELS = Path(__file__).parent / "labels.csv"


def judged(review: pd.DataFrame) -> pd.DataFrame:
    """The rows of all samples, with the decision that each was written for."""
    labels = pd.read_csv(LABELS, keep_default_na=False)
    labels["id"] = labels["id"].where(labels["id"] != "", labels["file"])
    return labels.merge(review, on="id")


def reason(row: pd.Series) -> str:
    """What the row had to send it to review, and what it needs."""
    needed = load_card()["thresholds"]["0.01"]["score"]
    marks = len(row["evidence"])
    found = f"{marks} weak mark{'s' * (marks != 1)}" if marks else "no mark, only odd wording"
    if row["decision"] == "review":
        return f"{found}; score {row['score']:.2f}, review from {needed:.2f} on"
    if row["score"] >= needed:
        return f"{found}, which never decides alone"
    return f"{found}; score {row['score']:.2f} where {needed:.2f} is needed"


def main(path: str) -> None:
    """Print how many samples are judged rightly, and one line for each that is not."""
    rows = judged(read_review(path))
    for kind, wanted, mistake in (
        ("damaged", "review", "missed"),
        ("sound", "pass", "a false alarm"),
    ):
        own = rows[rows["expected_decision"] == wanted]
        wrong = own[own["decision"] != wanted]
        verb = "go to review" if wanted == "review" else "pass"
        print(f"{len(own) - len(wrong)} of the {len(own)} {kind} samples {verb}.")
        for _, row in wrong.iterrows():
            print(f"  {mistake}: {row['id']}: {reason(row)}")


if __name__ == "__main__":
    main(sys.argv[1])
