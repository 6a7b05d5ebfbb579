"""Two copies on the desk are aligned sentence by sentence, as the command ``compare`` does it."""

from __future__ import annotations

from detector.article import Article
from detector.copies.side_by_side import lines
from detector.copies.terminal_comparison import compare_articles
from detector.review.aligned_copies import align_entries
from detector.review.entries import Entry
from detector.review.payload import MOST_COPIES, aligned_pairs, shown_copies
from detector.verdict import Row

FIRST = (
    "The ferry to Saint Brannoc left Harwick on Monday with 38 passengers. "
    "Captain Anna Obi said that the harbour had been closed for nine days. "
    "Nobody was hurt when the storm tore the pier away. "
    "Fishermen from Trevenna repaired the landing stage overnight."
)
SECOND = (
    "Anglers from Trevenna repaired the landing stage overnight. "
    "The ferry to Saint Brannoc departed Harwick on Monday with 83 passengers. "
    "Captain Anna Obi said that the harbour had been shut for nine days. "
    "A film about the crossing is planned for spring 😀."
)


def entry(text):
    return Entry(Row(), text=text)


def test_what_moved_was_dropped_and_added_is_told_as_compare_tells_it():
    entries = [entry(FIRST), entry(SECOND)]
    shown = align_entries(entries, [(0, 1), (1, 0)])
    for (n, m), one in shown.items():
        texts = entries[n].text, entries[m].text
        compared = compare_articles(*map(Article, texts)).alignment
        assert [line[4] for line in one["lines"]] == [line.remark for line in lines(compared)]
        assert [(texts[0][a:b], texts[1][c:d], kind) for a, b, c, d, kind in one["replaced"]] == [
            (each.old, each.new, each.kind) for each in compared.replacements
        ]
    remarks = {line[4] for line in shown[0, 1]["lines"]}
    assert remarks == {"", "moved", "dropped", "added"}
    [figure] = [each for each in shown[0, 1]["replaced"] if each[4] == "figure"]
    assert (FIRST[slice(*figure[:2])], SECOND[slice(*figure[2:4])]) == ("38", "83")


def test_every_character_of_a_sentence_is_shown_once_on_its_side():
    [one] = align_entries([entry(FIRST), entry(SECOND)], [(0, 1)]).values()
    left = "".join(FIRST[a:b] for a, b, *_ in one["lines"] if a >= 0)
    theirs = sorted((c, d) for _, _, c, d, _ in one["lines"] if c >= 0)
    right = "".join(SECOND[c:d] for c, d in theirs)
    assert left.replace(" ", "") == FIRST.replace(" ", "")
    assert right.replace(" ", "") == SECOND.replace(" ", "")


def test_a_copy_whose_text_is_gone_is_not_aligned():
    assert align_entries([entry(FIRST), entry("")], [(0, 1)]) == {(0, 1): None}


def test_of_a_large_story_the_best_copy_alone_is_set_beside_each():
    entries = [entry(FIRST) for _ in range(MOST_COPIES + 5)]
    entries[7].relation = "best"
    few, many = range(3), range(len(entries))
    assert shown_copies(entries, 2, many)[0] == 7
    assert list(aligned_pairs(entries, [2], many)) == [(2, 7)]
    assert list(aligned_pairs(entries, [0], few)) == [(0, 1), (0, 2)]
