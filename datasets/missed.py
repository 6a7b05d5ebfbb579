"""Says which of the damaged sample articles a review file lets pass, and why: ``make demo``."""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd

from detector import load_card, read_review

LABELS = Path(__file__).parent / "labels.csv"


def missed(review: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows of all damaged samples, and of those that do not go to review."""
    labels = pd.read_csv(LABELS, keep_default_na=False)
    labels["id"] = labels["id"].where(labels["id"] != "", labels["file"])
    damaged = labels[labels["expected_decision"] == "review"].merge(review, on="id")
    return damaged, damaged[damaged["decision"] != "review"]


def reason(row: pd.Series) -> str:
    """What the row had to send it to review, and what it would have needed."""
    needed = load_card()["thresholds"]["0.01"]["score"]
    marks = len(row["evidence"])
    found = f"{marks} weak mark{'s' * (marks != 1)}" if marks else "no mark, only odd wording"
    if row["score"] >= needed:
        return f"{found}, which never decides alone"
    return f"{found}; score {row['score']:.2f} where {needed:.2f} is needed"


def main(path: str) -> None:
    """Print one line for each sample that is missed."""
    damaged, passed = missed(read_review(path))
    print(f"{len(damaged) - len(passed)} of the {len(damaged)} damaged samples go to review.")
    for _, row in passed.iterrows():
        print(f"  missed: {row['id']}: {reason(row)}")


if __name__ == "__main__":
    main(sys.argv[1])
