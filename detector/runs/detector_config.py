"""How to make one detector in many processes, and what its rows depend on."""

from __future__ import annotations

import atexit
import gc
import hashlib
import json
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from detector.detector import Detector
from detector.lm.reading import READ
from detector.lm.store import is_installed
from detector.model.second_readers import ReadingMode
from detector.model.thresholds import Thresholds, thresholds_for
from detector.model.trained import load_trained
from detector.resources.model_files import OPENED_LATER, digest_of, load_card, model_folder
from detector.settings import Settings
from detector.signals.catalogue import choose_signals
from detector.version import VERSION
from detector.writers.columns import READABILITY, ROW, Column

# New objects after which Python looks for garbage: 700 unless set. A first article makes 30,000
# that stay.
YOUNG_OBJECTS = 20_000


@dataclass(frozen=True)
class DetectorConfig:
    """What :class:`~detector.detector.Detector` is made with.

    ``model`` is the folder of a model that every process can reach, by default the shipped one.
    A detector holds patterns and a model of fifty megabytes: its recipe travels in its place.
    """

    settings: Settings = field(default_factory=Settings)
    threshold: float | None = None
    false_alarms: float = 0.01
    wording: bool = False
    model: Path | None = None
    second_reading: ReadingMode = "auto"
    readability: bool = False

    def make(self) -> Detector:
        """The detector, made once a process.

        Raises
        ------
        ValueError
            When there is no such signal, rate or model; the message says what to do.
        """
        return cached_detector(self, self.digest())

    def check(self) -> Thresholds:
        """What is to be reviewed, by the card alone: no model is loaded.

        Raises
        ------
        ValueError
            When there is no such signal, rate or model; the message says what to do.
        """
        choose_signals(self.settings)
        return thresholds_for(load_card(self.model), self.false_alarms, self.threshold)

    @property
    def loads(self) -> str:
        """What is read before the first article is judged, in words."""
        return "the model and the full reader" if self._reads() else "the model"

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of the rows."""
        return ROW + READABILITY * self.readability

    def digest(self) -> str:
        """A short name for the settings: the same when they would give the same rows."""
        choices = {
            "disable": sorted(self.settings.disable),
            "weights": sorted(self.settings.weights.items()),
            "house_style": style_digest(self.settings.house_style),
            "threshold": self.threshold,
            "false_alarms": self.false_alarms,
            "wording": self.wording,
        }
        if self.second_reading != "auto":
            choices["second_reading"] = self.second_reading
        if self.readability:
            choices["readability"] = True
        return hashlib.sha256(json.dumps(choices).encode()).hexdigest()[:16]

    def facts(self) -> dict[str, str]:
        """What rows depend on besides the articles: detector, model and settings."""
        card = load_card(self.model)
        digests = json.dumps(card["digests"] | self._opened_later(), sort_keys=True)
        model = hashlib.sha256(digests.encode()).hexdigest()[:16]
        return {
            "version": VERSION,
            "model": f"{card['name']} {model}{READ if self._reads() else ''}",
            "settings": self.digest(),
        }

    def _opened_later(self) -> dict[str, str]:
        """The digests of files that judging goes on without, as they are: "" where one is gone."""
        if self.second_reading == "never":
            return {}
        held = {name: model_folder(self.model) / name for name in OPENED_LATER}
        return {name: digest_of(p) if p.is_file() else "" for name, p in held.items()}

    def _reads(self) -> bool:
        """Whether articles in doubt will be read a second time."""
        return self.second_reading != "never" and is_installed()

    def __hash__(self) -> int:
        return hash(self.digest())


def style_digest(path: str) -> str:
    """What a house style says, whatever its file is called."""
    return hashlib.sha256(Path(path).read_bytes()).hexdigest() if path else ""


@lru_cache(maxsize=1)
def cached_detector(config: DetectorConfig, _digest: str) -> Detector:
    """The detector of this process.

    What was loaded for it lives as long as the process does: Python's collector of garbage, which
    took a tenth of the time of judging, passes it over from here on, and looks at what is new more
    seldom: an article leaves no circles behind.
    """
    detector = Detector(
        load_trained(config.model),
        load_card(config.model),
        settings=config.settings,
        threshold=config.threshold,
        false_alarms=config.false_alarms,
        wording=config.wording,
        second_reading=config.second_reading,
        readability=config.readability,
    )
    gc.freeze()
    # Nor does it look through everything when the process ends.
    atexit.register(gc.freeze)
    gc.set_threshold(YOUNG_OBJECTS)
    return detector
