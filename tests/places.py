"""Where the tests find things."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
SAMPLES = ROOT / "datasets" / "samples"
LABELS = ROOT / "datasets" / "labels.csv"
# Honest texts of other genres, where somebody made them: see `detector corpora genres`.
GENRES = ROOT / "datasets" / "honest_genres.jsonl"
