"""What the bar of a run says."""

from __future__ import annotations

import subprocess
import sys

from places import SAMPLES

from detector.cli.progress import progress_bar
from detector.runs.detector_config import DetectorConfig


def test_the_bar_says_what_is_loaded_until_articles_are_judged():
    loads = DetectorConfig(second_reading="never").loads
    with progress_bar(10, loads=loads) as bar:
        (task,) = bar.progress.tasks
        assert task.description == "loading the model"
        bar.done(1200)
        assert task.description == "1,200 articles"


def test_a_quiet_run_loads_nothing_to_draw_with(tmp_path):
    sample = str(min(SAMPLES.glob("*.txt")))
    given = ["score", sample, "--quiet", "--second-reading", "never", "-o", str(tmp_path / "a.csv")]
    code = (
        "import sys; from detector.cli.commands import main\n"
        f"try: main({given})\nexcept SystemExit: pass\n"
        "print('loaded', 'rich' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "loaded False" in done.stdout and (tmp_path / "a.csv").is_file()
