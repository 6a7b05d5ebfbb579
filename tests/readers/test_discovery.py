"""From paths to files, and the door itself."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from detector.article import Unreadable
from detector.readers import MissingInput, find_inputs, plain, read


def names(tmp_path, *paths):
    return [source.id for source in find_inputs(paths or [str(tmp_path)]).sources]


def test_a_folder_is_walked_in_the_order_of_names(put, tmp_path):
    for name in ("b/2.txt", "b/10.txt", "a.txt", "c.jsonl", "b/deep/er/x.md", "B.txt"):
        put(name, "One.")
    expected = ["B.txt", "a.txt", "b/10.txt", "b/2.txt", "b/deep/er/x.md", "c.jsonl"]
    assert names(tmp_path) == expected


def test_hidden_files_and_folders_are_passed_over(put, tmp_path):
    for name in ("a.txt", ".b.txt", ".git/c.txt", "d/.e.txt"):
        put(name, "One.")
    assert names(tmp_path) == ["a.txt"]
    assert not find_inputs([str(tmp_path)]).skipped


def test_other_kinds_are_counted_by_their_ending(put, tmp_path):
    for name in ("a.txt", "b.docx", "c.DOCX", "d.pdf.gz", "LICENSE"):
        put(name, "One.")
    found = find_inputs([str(tmp_path)])
    assert found.skipped == {".docx": 2, ".pdf": 1, "(none)": 1}
    assert [source.id for source in found.sources] == ["a.txt"]
    assert found.size == 4


def test_links_in_a_circle(put, tmp_path):
    put("a/x.txt", "One.")
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "b").symlink_to(tmp_path / "a")
    (tmp_path / "self.txt").symlink_to("self.txt")
    found = find_inputs([str(tmp_path)])
    assert [source.id for source in found.sources] == ["a/x.txt"]
    assert [bad.id for bad in found.unreadable] == ["self.txt"]


def test_a_link_to_nothing_is_told(put, tmp_path, read_all):
    put("a.txt", "One.")
    (tmp_path / "b.txt").symlink_to(tmp_path / "gone.txt")
    [article], [bad] = read_all(str(tmp_path))
    assert article.id == "a.txt"
    assert bad.reason == "No such file or directory"


def test_the_same_file_twice_is_one_article(put, tmp_path):
    path = put("a.txt", "One.")
    (tmp_path / "b.txt").symlink_to(path)
    assert names(tmp_path, str(tmp_path), path, str(tmp_path)) == ["a.txt"]


def test_one_name_in_two_folders_gives_two_ids(put, tmp_path):
    put("a/x.txt", "One.")
    second = put("b/x.txt", "Two.")
    assert names(tmp_path, str(tmp_path / "a"), str(tmp_path / "b")) == ["x.txt", second]


def test_patterns(put, tmp_path):
    for name in ("a.txt", "b.txt", ".c.txt", "d.md", "e/f.txt"):
        put(name, "One.")
    found = find_inputs([str(tmp_path / "*.txt"), str(tmp_path / "**" / "*.md")]).sources
    assert [Path(source.path).name for source in found] == ["a.txt", "b.txt", "d.md"]
    odd = put("[1].txt", "One.")
    assert [source.path for source in find_inputs([odd]).sources] == [odd]


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("gone", "there is no file or folder"),
        ("gone.txt", "there is no file or folder"),
        ("*.txt", "nothing matches the pattern"),
        ("empty", r"nothing to read in the folder .*\(it is empty\); kinds read: .txt"),
        ("other", r"\(it holds 2 .docx\)"),
    ],
)
def test_what_is_not_there_is_an_error_at_once(put, tmp_path, path, message):
    (tmp_path / "empty").mkdir()
    put("other/a.docx", "x")
    put("other/b.docx", "x")
    with pytest.raises(MissingInput, match=message):
        read([str(tmp_path / path)])


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the superuser reads everything")
def test_a_locked_folder_and_a_locked_file_are_told(put, tmp_path, read_all):
    Path(put("a.txt", "One.")).chmod(0)
    put("b/c.txt", "One.")
    (tmp_path / "b").chmod(0)
    _, bad = read_all(str(tmp_path))
    (tmp_path / "b").chmod(0o700)
    assert [item.reason for item in bad] == ["Permission denied"] * 2


def test_a_file_that_vanishes_before_its_turn_is_told(put, tmp_path):
    put("a.txt", "One.")
    gone = put("b.txt", "Two.")
    items = read([str(tmp_path)])
    next(items)
    Path(gone).unlink()
    assert next(items) == Unreadable(gone, "No such file or directory", "b.txt")


def test_whatever_a_parser_raises_becomes_a_row(put, read_all, monkeypatch):
    def fail(stream, source):
        raise RuntimeError("broken")
        yield

    monkeypatch.setitem(sys.modules["detector.readers"].READERS, "plain", fail)
    _, [bad] = read_all(put("a.txt", "One."))
    assert bad.reason == "RuntimeError: broken"
    assert plain.read is not fail


@pytest.mark.parametrize(
    ("data", "count"),
    [
        (b"The port reopened on Tuesday.\n", 1),
        (b"[Updated] The port reopened.\n", 1),
        (b'[{"text": "One."}, {"text": "Two."}]', 2),
        (b'\xef\xbb\xbf\n {"text": "One."}\n{"text": "Two."}', 2),
        ('{"text": "One."}\n{"text": "Two."}'.encode("utf-16"), 2),
        (b'{\n "text": "One."\n}\n', 1),
    ],
)
@pytest.mark.parametrize("name", ["-", "unnamed"])
def test_a_stream_without_a_name_is_known_by_how_it_opens(put, read_all, data, count, name):
    path = name if name == "-" else put(name, data)
    articles, bad = read_all(path, stdin=io.BytesIO(data))
    assert not bad
    assert len(articles) == count
    assert "{" not in articles[0].text


def test_an_unknown_kind_that_was_asked_for_is_told(put, read_all):
    _, [bad] = read_all(put("a.docx", "x"))
    assert bad.reason.startswith("files of kind .docx are not read; kinds read: .txt")


def test_standard_input_is_left_open_and_may_be_missing(read_all):
    stdin = io.BytesIO(b"The port reopened.")
    read_all("-", stdin=stdin)
    assert not stdin.closed
    _, [bad] = read_all("-")
    assert bad.reason == "there is no standard input"


def test_a_pipe_is_read_as_it_comes(tmp_path):
    code = (
        "import sys; from detector.readers import read\n"
        "for item in read(['-'], sys.stdin.buffer): print(item.text, flush=True)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        for number in range(3):
            child.stdin.write(b'{"text": "%d"}\n' % number * 2)
            child.stdin.flush()
            assert child.stdout.readline() == b"%d\n" % number
            assert child.stdout.readline() == b"%d\n" % number
        child.stdin.close()


def test_the_door_loads_no_heavy_library():
    code = (
        "import sys, detector.readers\n"
        "heavy = {'trafilatura', 'pyarrow', 'charset_normalizer', 'fastwarc', 'lxml', 'sklearn'}\n"
        "sys.exit(', '.join(heavy & set(sys.modules)) or None)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.parametrize("given", ["", "*.txt"], ids=["folder", "pattern"])
def test_a_pipe_that_was_only_found_is_a_row_and_never_waited_for(put, tmp_path, read_all, given):
    put("a.txt", "The port reopened.")
    os.mkfifo(tmp_path / "pipe.txt")
    [article], [bad] = read_all(str(tmp_path / given))
    assert article.text == "The port reopened."
    assert bad.path.endswith("pipe.txt")
    assert "a pipe" in bad.reason
