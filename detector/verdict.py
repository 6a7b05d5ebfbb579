"""The output: the verdict on one article, and the row that is written for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any, Literal, NamedTuple, get_args

from detector.article import Span
from detector.causes import CAUSE_OF, HEADS, CauseKey

Decision = Literal["review", "pass", "too_short", "not_english", "unreadable"]
# What an analyst wants on top: what to look at, then what was passed, then what was not judged.
DECISION_ORDER: tuple[Decision, ...] = get_args(Decision)
# Any other decision leaves no score behind.
JUDGED: tuple[Decision, ...] = ("review", "pass")
# Marks that a row carries: an article with more has made its case (made up).
MAX_EVIDENCE_PER_ROW = 50
# Surprisal, in nats, from which a sentence reads oddly, and strangely: a quarter and a twentieth of
# 550 sentences of clean news have more (articles in doubt; of three spinners half and a third).
ODD_FROM = (3.9, 4.9)
# The signal of wording that the best copy of a story has otherwise.
COPY_SIGNAL = "copy_wording"


class Evidence(NamedTuple):
    """One piece of evidence: ``text`` is ``article.text[start:end]``.

    ``start`` and ``end`` are half-open character offsets. ``note`` says what is odd there.
    ``weight`` (log-odds) orders the marks; 0.0 is shown and never votes. ``original`` is the
    wording of the best copy of the story, None if no copy is cited.
    """

    signal: str
    cause: CauseKey
    start: int
    end: int
    text: str
    note: str = ""
    weight: float = 0.0
    original: str | None = None


class Passage(NamedTuple):
    """A stretch of an article, half-open character offsets, with its text."""

    start: int
    end: int
    text: str


class SentenceSurprisal(NamedTuple):
    """How oddly a sentence reads: half-open character offsets, and its surprisal.

    ``surprisal`` is the full reader's, in nats: the mean over the tokens outside names and
    numbers.
    """

    start: int
    end: int
    surprisal: float

    @property
    def level(self) -> int:
        """0 for a sentence that reads calmly, 1 oddly, 2 strangely."""
        return sum(self.surprisal >= least for least in ODD_FROM)


class Readability(NamedTuple):
    """Three measures of how hard an article is to read.

    ``reading_ease`` is Flesch's (1948): 100 is easy, 0 hard. ``reading_grade`` is the
    Flesch-Kincaid grade (1975), a school grade of the United States. ``difficult_words`` is the
    share, in ``[0, 1]``, of words of two syllables or more that are not on the list of words
    known to children of the fourth grade (Dale and Chall 1948).
    """

    reading_ease: float
    reading_grade: float
    difficult_words: float


class Scored:
    """What verdicts and rows derive from score and probabilities."""

    __slots__ = ()
    score: float
    probabilities: Mapping[CauseKey, float]

    @property
    def synthetic(self) -> float:
        """The probability that a language model wrote the article."""
        return self.probabilities["synthetic"]

    @property
    def likeliest_cause(self) -> CauseKey:
        """The cause of damage with the highest probability."""
        return max(HEADS, key=self.probabilities.__getitem__)

    @property
    def deciding_probability(self) -> float:
        """The greater of ``score`` and ``synthetic``, which each have a threshold."""
        return max(self.score, self.synthetic)


@dataclass(frozen=True, slots=True, repr=False)
class Verdict(Scored):
    """The verdict on one article.

    ``why`` is the reason in one plain sentence. ``score`` and ``probabilities``, one for each
    cause that has a head, are calibrated probabilities in ``[0, 1]``; ``debris`` counts marks of
    the scraper per 1,000 words. ``reasons`` are names of signals, strongest first, and
    ``evidence`` their marks; ``figures_suspect`` are the sentences whose figures cannot be
    trusted. ``out_of_domain`` is how far the text is from news, in ``[0, 1]`` (1 for a table):
    from one half, wording alone sends an article to review only after a second reading.
    ``readability`` is None unless it was asked for and the article was judged.
    ``sentence_surprisal`` holds the sentences that the full reader read.
    """

    decision: Decision
    why: str
    score: float
    probabilities: Mapping[CauseKey, float]
    debris: float
    reasons: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    figures_suspect: tuple[Span, ...]
    words: int
    language: str
    model: str
    version: str
    out_of_domain: float = 0.0
    readability: Readability | None = None
    sentence_surprisal: tuple[SentenceSurprisal, ...] = ()

    @property
    def translation(self) -> float:
        """The probability that a translation engine damaged the article."""
        return self.probabilities["translation"]

    @property
    def spin(self) -> float:
        """The probability that a spinner damaged the article."""
        return self.probabilities["spin"]

    def to_dict(self) -> dict[str, Any]:
        """The verdict in values that ``json.dumps`` takes; each probability is a field."""
        return {
            "decision": self.decision,
            "why": self.why,
            "score": self.score,
            **{str(cause): value for cause, value in self.probabilities.items()},
            "debris": self.debris,
            "reasons": list(self.reasons),
            "evidence": [mark._asdict() for mark in self.evidence],
            "figures_suspect": [list(span) for span in self.figures_suspect],
            "words": self.words,
            "language": self.language,
            "model": self.model,
            "version": self.version,
            "out_of_domain": self.out_of_domain,
            **(self.readability._asdict() if self.readability else {}),
            "sentence_surprisal": [list(sentence) for sentence in self.sentence_surprisal],
        }

    def __repr__(self) -> str:
        return f"<Verdict {self._headline()}>"

    def _headline(self) -> str:
        """Decision, probabilities and the number of marks, in a line."""
        named = [("score", self.score), *self.probabilities.items()]
        scores = ", ".join(f"{name} {value:.3f}" for name, value in named)
        marks = "1 mark" if len(self.evidence) == 1 else f"{len(self.evidence)} marks"
        return f"{self.decision}: {scores}; {marks}, {self.words} words"

    def _repr_html_(self) -> str:
        """What a notebook shows: the headline, the reason, and the marks in reading order."""
        shown = sorted(self.evidence[:MAX_EVIDENCE_PER_ROW], key=lambda mark: mark.start)
        more = len(self.evidence) - len(shown)
        rest = f"<p>and {more} more</p>" if more else ""
        table = f"<table>{''.join(map(mark_html, shown))}</table>"
        return f"<p>{escape(self._headline())}<br>{escape(self.why)}</p>{table}{rest}"


def mark_html(mark: Evidence) -> str:
    """A mark as a row of an HTML table, underlined as its cause is on the page of a report."""
    style = CAUSE_OF[mark.cause].style
    note = mark.note if mark.original is None else f"{mark.note} (copy: {mark.original})"
    text = (
        f'<mark style="background: none; color: inherit; '
        f'text-decoration: {style.underline} {style.ink}">{escape(mark.text)}</mark>'
    )
    cells = f"{mark.start}-{mark.end}", CAUSE_OF[mark.cause].label, mark.signal, note
    place, *others = (f"<td>{escape(cell)}</td>" for cell in cells)
    return f"<tr>{place}<td>{text}</td>{''.join(others)}</tr>"


@dataclass(slots=True)
class Row(Scored):
    """The row of one article: its verdict as an analyst reads it.

    The fields are in the order of the columns, ``probabilities`` being one column per cause.
    ``rank`` is 0 until all rows are known. Score and probabilities are 0.0 if the article was not
    judged; files leave them empty. ``error`` says what it took to read the text (``"read as
    cp1252, not UTF-8"``), or why it could not be read.
    """

    rank: int = 0
    decision: Decision = "unreadable"
    why: str = ""
    title: str = ""
    outlet: str = ""
    published: str = ""
    url: str = ""
    reviewer_decision: str = ""
    reviewer_cause: str = ""
    reviewer_note: str = ""
    score: float = 0.0
    probabilities: dict[CauseKey, float] = field(default_factory=lambda: dict.fromkeys(HEADS, 0.0))
    debris: float = 0.0
    reasons: list[str] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    figures_suspect: list[Passage] = field(default_factory=list)
    path: str = ""
    id: str = ""
    words: int = 0
    language: str = ""
    out_of_domain: float = 0.0
    story: str = ""
    copy_of: str = ""
    model: str = ""
    version: str = ""
    error: str = ""
    readability: Readability | None = None
