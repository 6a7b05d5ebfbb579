"""What a desk may set: signals switched off, weights of its own, its house style.

Read from ``detector.toml`` in the working folder, or from the file a command names:

.. code-block:: toml

    disable = ["teaser", "person_spellings"]
    house_style = "our-spellings.tsv"

    [weights]
    number_slot = 8.0
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

DEFAULT_FILE = Path("detector.toml")
KEYS = ("disable", "house_style", "weights")


class SettingsError(ValueError):
    """A setting that cannot be followed; the message says what to do."""


@dataclass(frozen=True)
class Settings:
    """The desk's choices.

    ``disable`` holds signal names; ``weights`` maps a signal name to the log-odds that its
    first mark adds to its cause; ``house_style`` is a file of preferred spellings.
    """

    disable: frozenset[str] = frozenset()
    weights: Mapping[str, float] = field(default_factory=dict)
    house_style: str = ""

    def check(self, names: Collection[str]) -> None:
        """Raise SettingsError when a signal is named that is not in the catalogue."""
        unknown = sorted((self.disable | set(self.weights)) - set(names))
        if unknown:
            near = get_close_matches(unknown[0], list(names), 1)
            meant = f" (did you mean {near[0]}?)" if near else ""
            raise SettingsError(
                f"no signal is called {', '.join(unknown)}{meant}: "
                "`detector signals` lists them all"
            )

    def amended(self, disable: Collection[str], house_style: str | None) -> Settings:
        """The same settings with what a command line adds."""
        return replace(
            self,
            disable=self.disable | frozenset(disable),
            house_style=house_style or self.house_style,
        )


def load_settings(path: Path | None = None) -> Settings:
    """Read a settings file; without a path, ``detector.toml`` where there is one.

    Raises
    ------
    SettingsError
        When the file is missing, is not TOML, or holds a key or a value of another kind.
    """
    if path is None:
        return parse_settings(DEFAULT_FILE) if DEFAULT_FILE.is_file() else Settings()
    if not path.is_file():
        raise SettingsError(f"there is no settings file {path}")
    return parse_settings(path)


def parse_settings(path: Path) -> Settings:
    """Turn one TOML file into Settings."""
    import tomllib

    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} is not valid TOML: {error}") from error
    unknown = sorted(set(values) - set(KEYS))
    if unknown:
        raise SettingsError(f"{path}: unknown key {unknown[0]!r}; known are {', '.join(KEYS)}")
    return Settings(
        disable=frozenset(parse_names(values.get("disable", []), path)),
        weights=parse_weights(values.get("weights", {}), path),
        house_style=parse_house_style(values.get("house_style", ""), path),
    )


def parse_house_style(value: Any, path: Path) -> str:
    """The house-style file; its path is taken from the folder of the settings file."""
    if not isinstance(value, str):
        raise SettingsError(f'{path}: `house_style` takes a path, as in "our-spellings.tsv"')
    return str(path.parent / value) if value else ""


def parse_names(value: Any, path: Path) -> list[str]:
    """The list of signal names under ``disable``."""
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise SettingsError(f'{path}: `disable` takes a list of names, as in ["teaser"]')
    return value


def parse_weights(value: Any, path: Path) -> dict[str, float]:
    """The table of weights, as floats."""
    if not isinstance(value, dict) or not all(
        isinstance(weight, int | float) and not isinstance(weight, bool) and math.isfinite(weight)
        for weight in value.values()
    ):
        raise SettingsError(f"{path}: `weights` takes a table of numbers, as in number_slot = 8.0")
    return {name: float(weight) for name, weight in value.items()}
