"""What the bar of a run says."""

from __future__ import annotations

from detector.cli.progress import progress_bar
from detector.runs.detector_config import DetectorConfig


def test_the_bar_says_what_is_loaded_until_articles_are_judged():
    loads = DetectorConfig(second_reading="never").loads
    with progress_bar(10, quiet=True, loads=loads) as bar:
        (task,) = bar.progress.tasks
        assert task.description == "loading the model"
        bar.done(1200)
        assert task.description == "1,200 articles"
