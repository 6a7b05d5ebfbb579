"""How far from news a text is: how little it names, counts, dates and attributes.

The scores of wording are learned from news, and say little of letters, essays, old novels and
nature notes, whose rare words are not odd words. What tells news from those is no matter of wording
and outlives a spinner or an engine: figures, names in mid sentence, weekdays and months, offices
and verbs of report.
"""

from __future__ import annotations

from detector.text.derived import derived
from detector.text.tokens import Tokens
from detector.text.vocabulary import InWordList

# Offices, dates, money, and the verbs of report, those that spinners put for them among them.
REPORTED = frozenset(
    """according added announced april august billion company council country court december
    declared february friday government introduced january july june march mentioned million
    minister ministry monday month mr mrs ms november october official officials party percent
    per cent police president reported said saturday says september spokesman spokeswoman
    state stated sunday thursday told tuesday wednesday week year yesterday""".split()
)
REPORTING = InWordList(lambda: REPORTED, str.lower)
# Weights of a figure, a name and a reporting word, and anchors per 100 words from which a text is
# news. With half of them a text is far from news: 3 of 100 edited articles and 3 of 100 machine
# translations are, 6 of 10 letters, essays and notes written to be tempting (measured; the weights
# are made up).
FIGURE, NAME, REPORT = 1.0, 0.5, 2.0
ANCHORS_OF_NEWS = 9.2


@derived
def out_of_domain_share(tokens: Tokens) -> float:
    """How far from news an article is: 0.0 for news, 1.0 for a text without any anchor of it.

    >>> out_of_domain_share(Tokens("The minister told 40 reporters in Miren on Monday."))
    0.0
    >>> out_of_domain_share(Tokens("The hens scratch a little and are shut up at dusk."))
    1.0
    """
    first_words = {sentence.first for sentence in tokens.sentences}
    names = sum(
        index not in first_words and tokens.stops[index] - tokens.starts[index] > 1
        for index in tokens.capitals
    )
    found = FIGURE * len(tokens.figures) + NAME * names
    found += REPORT * len(tokens.indices_with(REPORTING))
    if not tokens.word_count:
        return 0.0
    return max(0.0, 1.0 - 100 * found / tokens.word_count / ANCHORS_OF_NEWS)
