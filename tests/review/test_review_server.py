"""The review server: what it lets in, what it keeps, what it hands out."""

from __future__ import annotations

import csv
import errno
import io
import json
import socket
from dataclasses import replace

import pytest

pytest.importorskip("starlette", reason="the extra `desk` is not installed")
from starlette.testclient import TestClient

from detector.model.thresholds import Thresholds
from detector.review.decision_readers import read_decisions
from detector.review.entries import Entry, ReviewCollection
from detector.review.review_server import make_review_app
from detector.server.http_security import UnsafeAddress, allowed_hosts
from detector.server.listening import BusyPort, address, listen
from detector.verdict import Evidence, Row
from detector.version import VERSION
from detector.writers.records import from_record, to_record

TOKEN = "test-token-of-the-desk"
BASE = "http://127.0.0.1:8765"
HOSTILE = """</script><script>document.title = 'broken'</script><img src=x onerror=alert(1)>"""
TEXT = f"The bridge shut on Monday. {HOSTILE} It stays shut."


def entry(name, **cells):
    record = to_record(Row(rank=1, words=120, decision="review", model="m1", outlet="Herald"))
    numbers = dict.fromkeys(("translation", "spin", "synthetic", "debris"), 0.1)
    record |= numbers | {"score": 0.8, "id": name, "path": "wire.jsonl"} | cells
    mark = Evidence("number_slot", "translation", 4, 10, "bridge")
    row = from_record(record)
    row.evidence = [mark]
    return Entry(row, TEXT, marks=[mark])


@pytest.fixture
def collection():
    entries = [entry("a1", title=HOSTILE), entry("a2", score=0.6), entry("=3", score=0.1)]
    return ReviewCollection(
        entries,
        Thresholds(score=0.7, synthetic=0.9, short_score=0.7),
        "m1",
        VERSION,
        "2026-11-22",
        "score",
        ("w",),
    )


@pytest.fixture
def stranger(collection, store):
    """Somebody without the token."""
    with TestClient(make_review_app(collection, store, TOKEN), base_url=BASE) as client:
        yield client


@pytest.fixture
def analyst(stranger):
    assert stranger.get(f"/?token={TOKEN}").status_code == 200
    return stranger


def index(client):
    return client.get("/api/entries").json()


def decide(client, **fields):
    """Decide as the page does: on what it was shown, after what it knows of this analyst."""
    said = {"id": "a1", "path": "wire.jsonl", "decision": "review", "cause": "spin", "note": ""}
    said |= {"reviewer": "Ann"} | fields
    found = index(client)
    shown = next((one for one in found["entries"] if one["id"] == said["id"]), {"digest": ""})
    mine = [one["seq"] for one in found["decisions"]
            if (one["id"], one["reviewer"]) == (said["id"], said["reviewer"])]  # fmt: skip
    known = {"digest": shown["digest"], "after": mine[0] if mine else 0}
    return client.post("/api/decisions", json=known | said)


PATHS = ("/api/entries", "/api/entries/0", "/api/decisions", "/api/export.csv", "/desk.js", "/")


@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_told_without_the_token(stranger, path):
    answer = stranger.get(path)
    assert answer.status_code == 401 and "bridge" not in answer.text
    assert path == "/" or "open the URL" in answer.json()["error"]
    assert stranger.get(path, headers={"Cookie": "detector_8765=guess"}).status_code == 401


def test_a_wrong_token_opens_nothing(stranger):
    assert stranger.get("/?token=wrong").status_code == 401
    assert not stranger.cookies


def test_the_token_becomes_a_cookie_that_scripts_cannot_read(stranger):
    answer = stranger.get(f"/?token={TOKEN}", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=strict" in cookie
    assert stranger.get("/").status_code == 200


def test_the_address_may_be_opened_from_a_chat(stranger):
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    answer = stranger.get(f"/?token={TOKEN}", headers=headers)
    assert answer.status_code == 200 and 'url=/"' in answer.text


@pytest.mark.parametrize("host", ["evil.test", "evil.test:8765", "127.0.0.1.evil.test", "10.0.0.5"])
def test_dns_rebinding_is_refused(analyst, host):
    assert analyst.get("/api/entries", headers={"Host": host}).status_code == 400
    assert decide(analyst, reviewer="x").status_code == 200
    answer = analyst.post("/api/decisions", json={}, headers={"Host": host})
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.test"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_other_sites_can_neither_read_nor_decide(analyst, store, headers):
    assert analyst.get("/api/entries", headers=headers).status_code == 403
    assert analyst.post("/api/decisions", json={}, headers=headers).status_code == 403
    assert store.history() == []


def test_our_own_page_may(analyst):
    headers = {"Origin": BASE, "Sec-Fetch-Site": "same-origin"}
    assert analyst.get("/api/entries", headers=headers).status_code == 200


def test_a_form_cannot_decide(analyst, store):
    for kind in ("text/plain", "application/x-www-form-urlencoded", ""):
        answer = analyst.post("/api/decisions", content=b"{}", headers={"Content-Type": kind})
        assert answer.status_code == 415
    assert store.history() == []


@pytest.mark.parametrize("path", ["/", "/desk.js", "/api/entries", "/api/export.csv", "/nowhere"])
def test_the_headers_are_strict(analyst, path):
    headers = analyst.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"


def test_an_article_is_only_ever_json(analyst):
    assert "bridge" not in analyst.get("/").text
    for path in ("/api/entries", "/api/entries/0"):
        answer = analyst.get(path)
        assert answer.headers["content-type"] == "application/json"
    assert analyst.get("/api/entries/0").json()["text"] == TEXT


def test_what_is_decided_is_kept_and_told(analyst, store):
    answer = decide(analyst, note=HOSTILE)
    assert answer.status_code == 200
    told = answer.json()["decision"]
    assert (told["n"], told["seq"], told["note"], told["reviewer"]) == (0, 1, HOSTILE, "Ann")
    assert analyst.get("/api/entries").json()["decisions"] == [told]
    event = store.history()[0]
    assert (event.score, event.model, event.outlet) == (0.8, "m1", "Herald")


def test_others_decisions_arrive(analyst):
    decide(analyst)
    since = analyst.get("/api/decisions?since=0").json()["seq"]
    decide(analyst, reviewer="Bo", decision="pass")
    news = analyst.get(f"/api/decisions?since={since}").json()
    assert [one["reviewer"] for one in news["decisions"]] == ["Bo"] and news["seq"] == since + 1
    assert analyst.get(f"/api/decisions?since={news['seq']}").json()["decisions"] == []


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        ({"id": "nobody"}, 404, "no longer under review"),
        ({"decision": "maybe"}, 400, "review, pass or unsure"),
        ({"reviewer": ""}, 400, "your name"),
        ({"note": "x" * 2001}, 400, "2,000"),
        ({"note": ["x"]}, 400, "note must be text"),
        ({"note": "x" * 70_000}, 413, ""),
    ],
)
def test_what_cannot_be_kept_is_told_in_words(analyst, store, fields, status, words):
    answer = decide(analyst, **fields)
    assert answer.status_code == status and words in answer.text
    assert store.history() == []


@pytest.mark.parametrize("body", [b"{", b"[]", b"\xff", b""])
def test_what_is_no_json_is_told(analyst, body):
    headers = {"Content-Type": "application/json"}
    assert analyst.post("/api/decisions", content=body, headers=headers).status_code == 400


@pytest.mark.parametrize(
    "path", ["/api/entries/99", "/api/export.exe", "/api/decisions?since=-1", "/../etc/passwd"]
)
def test_what_is_not_there_is_told(analyst, path):
    assert analyst.get(path).status_code in (400, 404)


def test_search(analyst):
    assert analyst.get("/api/search?q=bridge").json() == {"found": [0, 1, 2]}
    assert analyst.get("/api/search?q=nowhere").json() == {"found": []}


def test_the_csv_comes_back_as_decisions(analyst, tmp_path):
    decide(analyst, note="=cmd()")
    decide(analyst, decision="pass", reviewer="Bo")
    decide(analyst, id="=3", decision="unsure")
    path = tmp_path / "export.csv"
    path.write_bytes(analyst.get("/api/export.csv").content)
    cells = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline="")))
    assert [line["disputed"] for line in cells] == ["yes", "yes", "", ""]
    assert not any(cell.startswith("=") for line in cells for cell in line.values())
    found = {(d.id, d.reviewer, d.decision, d.note, d.score) for d in read_decisions(path)}
    assert found == {
        ("a1", "Ann", "review", "=cmd()", 0.8),
        ("a1", "Bo", "pass", "", 0.8),
        ("=3", "Ann", "unsure", "", 0.1),
    }


def test_json_lines_and_the_history(analyst, tmp_path):
    decide(analyst)
    decide(analyst, decision="")
    decide(analyst, id="a2", decision="pass")
    path = tmp_path / "export.jsonl"
    path.write_bytes(analyst.get("/api/export.jsonl").content)
    assert [(d.id, d.decision, d.reviewer) for d in read_decisions(path)] == [("a2", "pass", "Ann")]
    history = analyst.get("/api/export.history.jsonl").text.splitlines()
    assert [json.loads(line)["decision"] for line in history] == ["review", "", "pass"]


def test_addresses_that_others_reach_must_be_named():
    with pytest.raises(UnsafeAddress, match="--allow-host"):
        allowed_hosts("0.0.0.0")
    assert "desk.test" in allowed_hosts("0.0.0.0", ["desk.test"])


def test_a_port_that_is_taken_is_told():
    held = listen("127.0.0.1", 0)
    held.listen()
    try:
        assert address(held, "127.0.0.1").startswith("http://127.0.0.1:")
        with pytest.raises(BusyPort, match="--port 0"):
            listen("127.0.0.1", held.getsockname()[1])
    finally:
        held.close()


def test_a_decision_on_another_text_than_was_shown_is_refused(analyst, store):
    assert decide(analyst, digest="0" * 16).status_code == 409
    assert decide(analyst, digest=None).status_code == 409
    assert decide(analyst, after="1").status_code == 400
    assert store.history() == []


def test_a_second_tab_is_told_what_the_first_decided(analyst, store):
    first = decide(analyst).json()["decision"]
    assert decide(analyst, after=0).json()["decision"] == first
    answer = decide(analyst, after=0, decision="pass")
    assert (answer.status_code, answer.json()["decision"]) == (409, first)
    assert len(store.history()) == 1


def test_an_article_of_an_undecodable_file_name_can_be_decided(collection, store):
    """Names on a Linux disk are bytes; a browser and a file can hold only characters."""
    collection.entries[0].row.path = "caf\udce9.jsonl"
    app = make_review_app(collection, store, TOKEN)
    bearer = {"Authorization": f"Bearer {TOKEN}"}
    with TestClient(app, base_url=BASE, headers=bearer) as client:
        assert decide(client, path=index(client)["entries"][0]["path"]).status_code == 200
        assert [one["id"] for one in index(client)["decisions"]] == ["a1"]
        assert client.get("/api/export.csv").text.count(",Ann,") == 1


def test_two_texts_with_one_id_are_not_mixed_up(collection, store):
    collection.entries[1].row.id = "a1"
    collection.entries[1].text = "Another text."
    with TestClient(make_review_app(collection, store, TOKEN), base_url=BASE) as client:
        client.get(f"/?token={TOKEN}")
        answer = decide(client)
    assert answer.status_code == 409 and "an id of its own" in answer.text


def test_a_store_that_cannot_be_written_says_why(analyst, store):
    pages = store.connection.execute("PRAGMA page_count").fetchone()[0]
    store.connection.execute(f"PRAGMA max_page_count = {pages}")
    answers = [decide(analyst, note="x" * 2000, decision=one) for one in ("review", "pass") * 9]
    full = [answer for answer in answers if answer.status_code == 507]
    assert full and "disk is full" in full[0].text
    assert len(store.history()) == len(answers) - len(full)


def test_a_port_without_permission_is_named(monkeypatch):
    def refuse(*_):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(socket.socket, "bind", refuse)
    with pytest.raises(BusyPort, match=r"\(Permission denied\): name another with --port"):
        listen("127.0.0.1", 80)


def test_a_decision_stays_with_its_text_when_another_gets_its_name(collection, store):
    """The second record of Monday's feed is not that of Tuesday's."""

    def desk():
        return TestClient(
            make_review_app(replace(collection), store, TOKEN),
            base_url=BASE,
            headers={"Authorization": f"Bearer {TOKEN}"},
        )

    with desk() as monday:
        assert decide(monday).status_code == decide(monday, id="a2").status_code == 200
    collection.entries[0].text = "Another bridge opened."
    collection.entries[1].text = "  " + TEXT.replace(" ", "\n")
    with desk() as tuesday:
        assert [one["id"] for one in index(tuesday)["decisions"]] == ["a2"]
        assert tuesday.get("/api/export.csv").text.count(",Ann,") == 1
        assert decide(tuesday, decision="pass", cause="").status_code == 200
        shown = {one["id"]: one["decision"] for one in index(tuesday)["decisions"]}
    assert shown == {"a1": "pass", "a2": "review"}
    assert [event.decision for event in store.history()] == ["review", "review", "pass"]
    collection.entries[0].text = ""
    with desk() as later:
        assert len(index(later)["decisions"]) == 2
