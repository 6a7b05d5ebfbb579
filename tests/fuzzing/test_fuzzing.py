"""A short coverage-guided run; ``make fuzz`` goes on for longer.

So many texts, not seconds: a slow machine tries as much as a fast one.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from places import ROOT

TEXTS = 300


def test_a_short_run(tmp_path):
    pytest.importorskip("atheris", reason="atheris has no wheel for this Python or system")
    pytest.importorskip("fastwarc", reason="the extra `web` is not installed")
    script = Path(__file__).with_name("fuzz_articles.py")
    options = [f"-runs={TEXTS}", "-timeout=30", "-rss_limit_mb=4096", "-seed=1"]
    done = subprocess.run(
        [sys.executable, str(script), *options, f"-artifact_prefix={tmp_path}/", str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 0, done.stderr[-4000:]
    assert "Done " in done.stderr
