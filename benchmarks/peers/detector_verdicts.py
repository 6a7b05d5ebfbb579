"""The detector. Further arguments: who reads a second time, what is an objection."""

import sys

from timing import report

from detector.detector import Detector

MODE, TAKEN = sys.argv[4:]
DETECTOR = Detector(second_reading=MODE)


def objections(verdict):
    """That an article goes to review, or every mark in it."""
    if TAKEN == "decision":
        return ["review"] * (verdict.decision == "review")
    return [f"{mark.signal}: {mark.text}" for mark in verdict.evidence]


report(lambda texts: list(DETECTOR.judge_many(texts)), objections)
