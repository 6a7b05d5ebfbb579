"""From articles to verdicts: probabilities, a decision, and the marks behind it.

Articles are measured once: the same measurements become the columns of the model and the evidence
that the editor sees, so the evidence cannot disagree with the score.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from detector.article import Article
from detector.causes import HEADS, CauseKey
from detector.english.language_identification import languages_of
from detector.features.evidence import (
    Assessment,
    MeasuredArticle,
    signal_evidence,
    suspect_sentences,
    wording_evidence,
)
from detector.features.frame_input import articles_in_frame
from detector.features.readability import readability_scores
from detector.features.reader_evidence import reread, sentence_surprisal
from detector.features.text_input import articles_of
from detector.model.decision_rule import DecisionRule, distance_from_news, distances_from_news
from detector.model.second_readers import ReadingMode, SecondReaders
from detector.model.thresholds import thresholds_for
from detector.model.trained import TrainedModel, as_trained_model, load_trained
from detector.resources.model_files import ModelFolder, load_card
from detector.settings import Settings
from detector.signals.catalogue import choose_signals
from detector.signals.engine import signal_engine
from detector.signals.signal import density
from detector.signals.why import why
from detector.text.batches import batches, judge_items
from detector.text.tokens import batch_of, tokenize
from detector.verdict import JUDGED, Readability, Verdict
from detector.version import VERSION
from detector.writers.frame import VERDICT_COLUMNS, to_frame
from detector.writers.review_rows import rank, row_for

if TYPE_CHECKING:
    import pandas as pd
    from sklearn.pipeline import Pipeline


class Detector:
    """Judges articles with a trained pipeline.

    Parameters
    ----------
    pipeline : str, PathLike, Pipeline or TrainedModel, optional
        The folder of a model, or the model as read by
        :func:`detector.model.pipeline.load_pipeline` (without a second reading) or
        :func:`detector.model.trained.load_trained` (without scikit-learn); by default the
        shipped model.
    card : mapping, optional
        The model card that belongs to the pipeline; by default that of the folder, or the shipped
        one.
    threshold : float, optional
        ``score`` from which an article goes to review; by default what the card states for
        ``false_alarms``.
    false_alarms : float
        Share of clean news that may be flagged, one of the rates of the card.
    settings : Settings, optional
        Signals to silence, house style and weights; by default none.
    wording : bool
        Show odd wording in every article, not only in those that go to review.
    second_reading : {"auto", "always", "never"}
        Which readers read articles in doubt a second time. ``auto``: the small reader, and the
        full one if it is installed; ``always``: both, or fail; ``never``: none.
    readability : bool
        Also measure how hard each judged article is to read.

    Raises
    ------
    ModelError
        When the folder holds no model, or one that cannot be used here.
    SettingsError
        When a setting names a signal that does not exist.
    TypeError, ValueError
        When ``threshold`` or ``false_alarms`` is not a number from 0 to 1, or the card states no
        threshold for that rate; when ``second_reading`` is ``"always"`` and a reader
        cannot be used.

    Examples
    --------
    >>> Detector(threshold=2)
    Traceback (most recent call last):
    ...
    ValueError: threshold is 2: give a probability from 0 to 1, such as 0.9
    """

    def __init__(
        self,
        pipeline: ModelFolder | Pipeline | TrainedModel | None = None,
        card: Mapping[str, Any] | None = None,
        *,
        threshold: float | None = None,
        false_alarms: float = 0.01,
        settings: Settings | None = None,
        wording: bool = False,
        second_reading: ReadingMode = "auto",
        readability: bool = False,
    ) -> None:
        self.settings = settings or Settings()
        self.wording, self.readability = wording, readability
        folder = pipeline if isinstance(pipeline, str | os.PathLike) else None
        self.card: Mapping[str, Any] = load_card(folder) if card is None else card
        given = load_trained(folder) if pipeline is None or folder is not None else pipeline
        trained = as_trained_model(given)
        self.features = trained.columns
        self.classifier = trained.causes.with_weights(self.settings.weights)
        self.thresholds = thresholds_for(self.card, false_alarms, threshold)
        self.second_readers = SecondReaders(trained.reader, second_reading)
        short = int(self.card["too_short_words"])
        self.rule = DecisionRule(self.thresholds, short, self.classifier, threshold is None)
        self._choose()
        stated_weights = {name: signal.weight for name, signal in self.signals.items()}
        self.weights = stated_weights | dict(self.settings.weights)

    def __getstate__(self) -> dict[str, Any]:
        """All but the signals: they hold functions, and are chosen anew from the settings."""
        chosen = ("signals", "signal_engine")
        return {name: value for name, value in vars(self).items() if name not in chosen}

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        """Come back, in this process or another."""
        vars(self).update(state)
        self._choose()

    def _choose(self) -> None:
        """Choose the signals; all detectors with the same ones share an engine."""
        self.signals = choose_signals(self.settings)
        self.signal_engine = signal_engine(tuple(self.signals.values()))

    def judge(self, article: Article | str) -> Verdict:
        """Judge one article.

        Raises
        ------
        TypeError
            When it is neither a ``str`` nor an Article.
        """
        if not isinstance(article, str | Article):
            given = type(article).__name__
            raise TypeError(f"expected a text or an Article, got {given}: a list is for judge_many")
        return self.conclude(self.assess([article])[0])

    def judge_many(self, articles: Iterable[Article | str]) -> Iterator[Verdict]:
        """Judge articles in batches, lazily and in order.

        Raises
        ------
        TypeError, ValueError
            At once when ``articles`` is a single text or not a column of texts; on reaching an
            entry that is missing or not text, which the message names.
        """
        checked = batches(articles_of(articles))
        return (self.conclude(one) for batch in checked for one in self.assess(batch))

    def score_frame(
        self,
        df: pd.DataFrame,
        text: str = "text",
        *,
        title: str | None = None,
        id: str | None = None,
        outlet: str | None = None,
    ) -> pd.DataFrame:
        """Judge the articles of a frame.

        Parameters
        ----------
        df : DataFrame
            One article per row.
        text, title, id, outlet : str
            Names of the columns that hold them; only ``text`` is required.

        Returns
        -------
        DataFrame
            With the index and order of ``df``: the columns of a verdict, with the types of
            :func:`detector.writers.frame.to_frame`, then ``title``, ``id`` and ``outlet`` if they
            were named. ``rank`` 1 is the worst. A row without a text, or with one that cannot be
            judged, is ``unreadable``.

        Raises
        ------
        TypeError, ValueError
            When ``df`` is not a DataFrame or lacks a column; the message names those it has.
        """
        fields = {"title": title, "id": id, "outlet": outlet}
        items = articles_in_frame(df, text, fields)
        model = str(self.card["name"])
        judged = judge_items(items, self.judge_many)
        rows = [row_for(item, verdict, model) for item, verdict in judged]
        rank(rows)
        named = {field: df[column] for field, column in fields.items() if column}
        columns = (*VERDICT_COLUMNS, *Readability._fields * self.readability)
        return to_frame(rows, columns, df.index).assign(**named)

    def assess(self, articles: Sequence[Article | str]) -> list[Assessment]:
        """Measure articles and give their probabilities, after a second reading where in doubt."""
        measured, matrix = self.measure(articles)
        odds = self.classifier.log_odds(matrix)
        probabilities = self.classifier.probabilities(odds)
        texts = [one.article.text for one in measured]
        english = np.array([one.language in ("", "en") for one in measured])
        words = english * np.array([one.tokens.word_count for one in measured])
        distances = distances_from_news(batch_of([one.tokens for one in measured]))
        readings = self.second_readers.read(texts, words, distances, odds, self.classifier.heads)
        for number, reading in enumerate(readings):
            if reading is not None:
                whole = odds[number : number + 1] + reading.added.values.sum(axis=0)
                probabilities[number] = self.classifier.probabilities(whole)[0]
        return list(map(Assessment, measured, matrix, probabilities, readings))

    def measure(
        self, articles: Sequence[Article | str]
    ) -> tuple[list[MeasuredArticle], np.ndarray]:
        """Cut articles, read every signal in them, and lay out the columns of the model.

        Returns
        -------
        measured : list of MeasuredArticle, length n_articles
        matrix : ndarray of shape (n_articles, n_features)
        """
        taken = [Article(one) if isinstance(one, str) else one for one in articles]
        tokenized = tokenize([article.text for article in taken])
        read = self.signal_engine.read(tokenized)
        measured = list(map(MeasuredArticle, taken, tokenized, languages_of(tokenized), read))
        return measured, self.features.rows(batch_of(tokenized), read)

    def contributions(self, article: Article | str, cause: str) -> list[tuple[str, float]]:
        """What each feature adds to the log-odds of a cause, largest first.

        Parameters
        ----------
        cause : {"translation", "spin", "synthetic"}

        Returns
        -------
        list of (name, log-odds)
            One per feature and one for the base; their sum is the log-odds of the cause.
        """
        named = self.breakdown(self.assess([article])[0], cause)
        return sorted(named, key=lambda pair: -abs(pair[1]))

    def breakdown(self, assessed: Assessment, cause: str) -> list[tuple[str, float]]:
        """What each feature of an assessed article adds to the log-odds of a cause."""
        added = self.classifier.contributions(assessed.row[None], cause)[0].tolist()
        named = list(zip(self.classifier.contribution_names_, added, strict=True))
        if assessed.reading is not None:
            names, values = assessed.reading.added
            read = values[:, self.classifier.heads.index(cause)]
            named += zip(names, read.tolist(), strict=True)
        return named

    def conclude(self, assessed: Assessment) -> Verdict:
        """Put the probabilities and the marks of one article together."""
        measured, reading = assessed.measured, assessed.reading
        named = dict(zip(self.classifier.columns_, assessed.probabilities.tolist(), strict=True))
        score = named["score"]
        causes: dict[CauseKey, float] = {head: named.get(head, 0.0) for head in HEADS}
        tokens = measured.tokens
        marks = signal_evidence(measured, self.signals, self.weights)
        read = reading is not None
        decision = self.rule.decide(measured, marks, assessed.probabilities, read=read)
        if decision == "review" or (self.wording and decision == "pass"):
            marks += wording_evidence(measured, self.features, causes)
            if reading is not None:
                marks = list(reread(marks, measured, reading, causes, self.second_readers.expected))
        marks.sort(key=lambda mark: (-mark.weight, mark.start))
        verdict = Verdict(
            decision=decision,
            why="",
            score=score,
            probabilities=causes,
            debris=density(sum(mark.cause == "scrape" for mark in marks), tokens),
            reasons=tuple(dict.fromkeys(mark.signal for mark in marks)),
            evidence=tuple(marks),
            figures_suspect=suspect_sentences(measured, self.signals),
            words=tokens.word_count,
            language=measured.language,
            model=f"{self.card['name']}{reading.read_by if reading else ''}",
            version=VERSION,
            out_of_domain=distance_from_news(tokens),
            readability=readability_scores(tokens.text)
            if self.readability and decision in JUDGED
            else None,
            sentence_surprisal=tuple(sentence_surprisal(measured, reading.full))
            if reading and reading.full
            else (),
        )
        # The sentence speaks of the verdict; a copy for it would cost a hundredth of the whole run.
        object.__setattr__(verdict, "why", why(verdict))
        return verdict
