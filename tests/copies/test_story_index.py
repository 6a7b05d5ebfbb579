"""An index of stories that grows: killed at any moment, damaged, shared, of another version."""

from __future__ import annotations

import os
import signal
import sqlite3
from collections import defaultdict
from random import Random

import pytest
from places import SAMPLES

from benchmarks.copies.desk_edits import edit, reprint
from detector.article import Article
from detector.copies import cluster_index, postings
from detector.copies.cluster_index import StoryIndex, open_index
from detector.copies.fingerprints import read_fingerprints
from detector.copies.index_file import FILE_NAME, StoryIndexError
from detector.copies.stories import content_hash, group_stories
from detector.readers import read

DAYS = 4


@pytest.fixture(scope="module")
def articles():
    """Samples, of some a desk's version too, of some a reprint and a half besides."""
    made = []
    for number, item in enumerate(read([str(SAMPLES)])):
        made.append(item)
        if number % 2:
            made.append(Article(edit(item.text, 3), id=f"edited {item.id}"))
        if number % 4 == 1:
            half = item.text[: item.text.index("\n", len(item.text) // 2)]
            made.append(Article(reprint(item.text, 1), id=f"reprinted {item.id}"))
            made.append(Article(half, id=f"half {item.id}"))
    return made


@pytest.fixture(scope="module")
def week(articles):
    """The articles on the days on which they came, copies of one story on different ones."""
    mixed = Random(5).sample(articles, len(articles))
    return [mixed[day::DAYS] for day in range(DAYS)]


@pytest.fixture(scope="module")
def together(articles):
    """The sets of copies that one run finds."""
    return groups_of(group_stories(articles))


def run_day(folder, articles):
    with open_index(str(folder)) as index:
        found = group_stories(articles, against=index)
        index.keep()
    return found


def groups_in(folder):
    """The sets of articles that an index holds as stories."""
    stories = defaultdict(set)
    with sqlite3.connect(folder / FILE_NAME) as connection:
        for story, name in connection.execute("SELECT story, id FROM article"):
            stories[story].add(name)
    return {frozenset(names) for names in stories.values()}


def content_of(folder):
    with sqlite3.connect(folder / FILE_NAME) as connection:
        tables = (
            "SELECT * FROM article ORDER BY number",
            "SELECT * FROM segment ORDER BY first",
        )
        return [connection.execute(table).fetchall() for table in tables]


def groups_of(found):
    stories = defaultdict(set)
    for one in found:
        stories[one.story or one.id].add(one.id)
    return {frozenset(names) for names in stories.values()}


@pytest.mark.parametrize("order", [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1]])
def test_the_order_of_days_changes_no_story(tmp_path, week, together, order):
    for day in order:
        run_day(tmp_path, week[day])
    assert sum(len(names) > 1 for names in together) > 10
    assert groups_in(tmp_path) == together


def test_stories_keep_their_names_and_best_copies(tmp_path, week):
    named = {}
    for day in week:
        for one in run_day(tmp_path, day):
            best = one.copy_of or one.id
            assert not one.story or named.setdefault(one.story, best) == best
    assert len(named) > 10
    for day in week[:2]:
        for one in run_day(tmp_path, day):
            assert not one.story or named[one.story] == (one.copy_of or one.id)


def test_a_day_that_comes_again_adds_nothing(tmp_path, week):
    first = run_day(tmp_path, week[0])
    before = content_of(tmp_path)
    again = run_day(tmp_path, week[0])
    assert content_of(tmp_path) == before
    assert [one[:3] for one in again] == [one[:3] for one in first]


def test_a_reprint_of_a_known_article_is_its_copy(tmp_path, articles):
    known = articles[0]
    run_day(tmp_path, [known])
    [reprint] = run_day(tmp_path, [Article(known.text, id="reprint")])
    assert (reprint.copy_of, reprint.relation) == (known.id, "verbatim")
    assert reprint.story == content_hash(known.text)


def test_stories_that_stood_alone_are_joined_by_what_is_like_both(tmp_path, articles):
    whole = max(articles, key=lambda one: len(one.text))
    lines = whole.text.split("\n\n")
    middle = len(lines) // 2
    parts = [("head", lines[:middle]), ("tail", lines[middle:]), ("whole", lines)]
    parts = [Article("\n\n".join(part), id=name) for name, part in parts]
    for part in parts[:2]:
        run_day(tmp_path, [part])
    assert len(groups_in(tmp_path)) == 2
    run_day(tmp_path, parts[2:])
    assert groups_in(tmp_path) == groups_of(group_stories(parts))


def test_segments_are_merged_and_found_through_all_of_them(
    tmp_path, monkeypatch, articles, together
):
    monkeypatch.setattr(postings, "LARGEST_SEGMENT", 16)
    for begin in range(0, len(articles), 8):
        run_day(tmp_path, articles[begin : begin + 8])
    held = [row[1] for row in content_of(tmp_path)[1]]
    assert len(held) > 2 and max(held) == 16 and sum(held) == len(articles)
    assert groups_in(tmp_path) == together


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_run_killed_at_any_moment_goes_on(tmp_path, week):
    calm, shaken = tmp_path / "calm", tmp_path / "shaken"
    for day in week[:2]:
        expected = run_day(calm, day)
    statements = killed_after(tmp_path / "count", week[0], None)
    assert statements > 40
    for moment in Random(7).sample(range(1, statements), 5):
        killed_after(shaken, week[0], moment)
    run_day(shaken, week[0])
    for moment in (5, statements // 2, statements):
        killed_after(shaken, week[1], moment)
    assert run_day(shaken, week[1]) == expected
    assert content_of(shaken) == content_of(calm)


def killed_after(folder, articles, moment):
    """Run a day in a process that kills itself after so many statements; how many there were."""
    reader, writer = os.pipe()
    if child := os.fork():
        os.close(writer)
        with os.fdopen(reader) as report:
            told = report.read()
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == (
            0 if moment is None else -signal.SIGKILL
        )
        return int(told or 0)
    count = 0

    def watch(statement):
        nonlocal count
        count += 1
        if count == moment:
            os.kill(os.getpid(), signal.SIGKILL)

    with open_index(str(folder)) as index:
        index._connection.set_trace_callback(watch)
        group_stories(articles, against=index)
        index.keep()
        if moment is not None:
            os.kill(os.getpid(), signal.SIGKILL)
    os.write(writer, str(count).encode())
    os._exit(0)


def test_a_second_run_waits_for_the_first(tmp_path, monkeypatch, articles):
    monkeypatch.setattr("detector.copies.index_file.PATIENCE_SECONDS", 0)
    with (
        open_index(str(tmp_path)),
        pytest.raises(StoryIndexError, match="another run is using it"),
        open_index(str(tmp_path)),
    ):
        pass


def test_what_a_run_did_not_keep_is_gone(tmp_path, articles):
    with open_index(str(tmp_path)) as index:
        group_stories(articles[:5], against=index)
        assert index.count() == 5
    with open_index(str(tmp_path)) as index:
        assert index.count() == 0


def test_damage_is_met_with_words_and_never_with_other_stories(tmp_path, week):
    run_day(tmp_path, week[0])
    path = tmp_path / FILE_NAME
    whole = path.read_bytes()
    prints = read_fingerprints([one.text for one in week[1]])
    expected = all_of(tmp_path, prints)
    random, refused = Random(3), 0
    for place in random.sample(range(len(whole)), 150):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x5A]) + whole[place + 1 :])
        try:
            assert all_of(tmp_path, prints) == expected
        except StoryIndexError as told:
            refused += 1
            assert str(path) in str(told)
    assert refused > 50
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(StoryIndexError, match="damaged"):
        all_of(tmp_path, prints)


def all_of(folder, prints):
    """All that a search reads of an index."""
    with open_index(str(folder)) as index:
        pairs, numbers = index.candidates(prints)
        known = index.read(range(1, index.count() + 1))
        members = [index.members(one.story) for one in known]
        return pairs.tolist(), numbers, members, [(*one[:4], one.text) for one in known]


def test_an_index_of_another_version_is_read_anew(tmp_path, monkeypatch, week):
    run_day(tmp_path, week[0])
    expected, told = content_of(tmp_path), []
    with sqlite3.connect(tmp_path / FILE_NAME) as connection:
        connection.execute("UPDATE scheme SET fingerprints = 'older'")
        connection.execute("DELETE FROM segment")
    monkeypatch.setattr(cluster_index, "BATCH", 7)
    with open_index(str(tmp_path), told.append) as index:
        assert index.count() == len(week[0])
        index.keep()
    assert "read anew" in told[0]
    assert content_of(tmp_path)[0] == expected[0]
    assert groups_of(run_day(tmp_path, week[0])) == groups_of(group_stories(week[0]))


def test_other_folders_and_files_are_refused(tmp_path):
    (tmp_path / "notes.txt").write_text("mine", "utf-8")
    with pytest.raises(StoryIndexError, match=r"notes.txt but no index"), open_index(str(tmp_path)):
        pass
    other = tmp_path / "other"
    other.mkdir()
    with sqlite3.connect(other / FILE_NAME) as connection:
        connection.execute("CREATE TABLE mine (x)")
    with pytest.raises(StoryIndexError, match="another program"), open_index(str(other)):
        pass
    (other / FILE_NAME).write_bytes(b"no database at all" * 100)
    with pytest.raises(StoryIndexError, match="not an index"), open_index(str(other)):
        pass
    with pytest.raises(StoryIndexError, match="on this machine"), open_index("s3://news/index/"):
        pass
    run_day(tmp_path / "later", [Article("Rain.")])
    with sqlite3.connect(tmp_path / "later" / FILE_NAME) as connection:
        connection.execute("PRAGMA user_version = 99")
    with (
        pytest.raises(StoryIndexError, match="later version of the detector"),
        open_index(str(tmp_path / "later")),
    ):
        pass


def test_an_index_in_memory_does_not_grow(articles):
    index = StoryIndex()
    group_stories(articles[:3], against=index)
    assert index.count() == 0
