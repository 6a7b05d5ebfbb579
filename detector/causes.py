"""The causes of damage: what an editor, the page, the model and the training data call each.

Every other place that names a cause derives from :data:`CAUSES`: the columns of the review row,
the heads of the classifier, the colours of the page and the plots, the words that an analyst may
enter. To add a cause, add its key to :data:`CauseKey` and a :class:`Cause` to :data:`CAUSES`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

CauseKey = Literal["translation", "spin", "synthetic", "names", "scrape", "encoding"]
# Kinds of training articles that are damaged.
DamageKind = Literal["machine", "spun", "generated"]


@dataclass(frozen=True, slots=True)
class Style:
    """How a cause is drawn: by colour and by line, for readers who see no colours and for print.

    ``ink`` and ``ink_dark`` are the page's colours on light and dark ground (4.5 to 1 against
    either, WCAG AA), ``terminal`` is a style of rich, ``underline`` the CSS ``text-decoration`` of
    a mark. Causes with a head have ``plot``, a colour for plots (Okabe and Ito 2008), with
    matplotlib's ``hatch`` and the same lines as an SVG path in a square of six units.
    """

    ink: str
    ink_dark: str
    terminal: str
    underline: str = "underline solid 2px"
    plot: str = ""
    hatch: str = ""
    hatch_path: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """What the classifier learns of a cause, as a head of its own.

    ``kinds`` are the kinds of training articles that the cause has damaged. ``shown_task`` is the
    sentence task whose phrases are shown for the cause, ``sentence_tasks`` are those that the head
    learns from, ``ngram_features`` the families of word statistics. ``phrase`` says what a phrase
    is that the head points at, ``finding`` what is said of an article of the cause.

    ``translated_share`` is the share of the clean side that translations by people hold, the rest
    being news. A ``pooled`` head counts in ``score``; any other has a threshold of its own.
    """

    kinds: tuple[DamageKind, ...]
    shown_task: str
    sentence_tasks: tuple[str, ...]
    ngram_features: tuple[str, ...]
    translated_share: float
    phrase: str
    pooled: bool = True
    finding: str = ""


@dataclass(frozen=True, slots=True)
class Cause:
    """One cause of damage.

    ``label`` is what people read, ``remedy`` what an editor can do about such an article.
    ``votes_on`` is the cause on whose head marks of this one vote, None where they never do.
    """

    key: CauseKey
    label: str
    remedy: str
    style: Style
    head: Head | None = None
    votes_on: CauseKey | None = None

    @property
    def decides(self) -> bool:
        """Whether marks of this cause can send an article to review."""
        return self.votes_on is not None


# What each head learns from was found by what it caught on later years and unseen spinners.
# Surprisal and lexical statistics tell translations from other news, human ones too, and cost the
# first head a tenth of what it caught; word association does not. Translations by people are what
# a machine translation is most like: at one half fewer engines were caught at five per cent.
CAUSES: tuple[Cause, ...] = (
    Cause(
        "translation",
        "translation",
        "Read the article against the original, or run another agency's version.",
        Style("#9a3d00", "#f5a870", "bold black on bright_yellow", plot="#d55e00"),
        Head(
            ("machine",),
            "machine",
            ("machine", "engine"),
            ("association", "substitution"),
            translated_share=0.8,
            phrase="a phrase that reads as translated",
            finding="Machine translation",
        ),
        votes_on="translation",
    ),
    Cause(
        "spin",
        "spinning",
        "Find the article that was spun and run that one, or none.",
        Style(
            "#17598a",
            "#86c3f0",
            "bold white on blue",
            "underline dashed 2px",
            "#0072b2",
            "///",
            "M-1,1 l2,-2 M0,6 l6,-6 M5,7 l2,-2",
        ),
        Head(
            ("spun",),
            "spun",
            ("spun", "machine", "engine"),
            ("surprisal", "lexical", "substitution"),
            translated_share=0.5,
            phrase="a phrase that reads as spun",
            finding="Spun copy",
        ),
        votes_on="spin",
    ),
    Cause(
        "synthetic",
        "language model",
        "Check every fact with its source; ask the outlet who wrote the article.",
        Style(
            "#6b3fa0",
            "#c8aaf2",
            "bold black on bright_cyan",
            "underline dotted 3px",
            "#cc79a7",
            "---",
            "M0,3 h6",
        ),
        Head(
            ("generated",),
            "generated",
            ("generated",),
            ("surprisal", "lexical"),
            translated_share=0.2,
            phrase="a phrase that reads as written by a language model",
            pooled=False,
            finding="Written by a language model",
        ),
        votes_on="synthetic",
    ),
    Cause(
        "names",
        "names",
        "Correct the names from the original or from another report of the same event.",
        Style("#0d6650", "#77d3b4", "bold white on magenta", "underline wavy 1.5px"),
        votes_on="translation",
    ),
    Cause(
        "scrape",
        "scraper",
        "Fetch the page again and extract only the article; its writer did nothing wrong.",
        Style("#5f6166", "#b4b7bc", "dim reverse", "line-through solid 1px"),
    ),
    Cause(
        "encoding",
        "encoding",
        "Fetch the page again and decode it with the encoding that its server declares.",
        Style("#a2174e", "#f792b8", "bold white on red", "underline double 1px"),
    ),
)
CAUSE_KEYS: tuple[CauseKey, ...] = tuple(cause.key for cause in CAUSES)
CAUSE_OF: dict[str, Cause] = {cause.key: cause for cause in CAUSES}
# The causes that a model gives a probability, in the order of its heads.
HEAD_OF: dict[CauseKey, Head] = {cause.key: cause.head for cause in CAUSES if cause.head}
HEADS: tuple[CauseKey, ...] = tuple(HEAD_OF)
# The columns of a matrix of probabilities: ``score`` pools the heads that count in it.
PROBABILITIES: tuple[str, ...] = ("score", *HEADS)
# What a text score points at: no signal, and of no meaning in an article that passes.
PHRASING_SIGNALS: dict[str, CauseKey] = {f"{key}_phrasing": key for key in HEADS}
