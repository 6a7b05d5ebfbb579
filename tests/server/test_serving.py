"""Articles over HTTP: rows, errors in words, and load."""

from __future__ import annotations

import asyncio
import gzip
import json
import random
import socket
import threading
from itertools import islice
from unittest.mock import Mock

import pytest

pytest.importorskip("starlette", reason="the extra `desk` is not installed")
pytest.importorskip("uvicorn", reason="the extra `desk` is not installed")

import uvicorn
from hostility import hostile_bodies
from newsroom import article
from serving_desk import MARKED, Client, serving
from uvicorn.server import ServerState

from detector import Article, Detector
from detector.server import application, body_limit, request_batching
from detector.server import request_bodies as bodies
from detector.server.application import make_scoring_app
from detector.server.listening import PromptProtocol
from detector.server.openapi import openapi_document
from detector.writers import COLUMNS
from detector.writers.records import to_record
from detector.writers.review_rows import row_of

LIMIT = 200_000


@pytest.fixture(scope="module")
def detector():
    return Detector()


@pytest.fixture(scope="module")
def port(detector):
    with serving(make_scoring_app(detector, most_bytes=LIMIT)) as found:
        yield found


@pytest.fixture
def client(port):
    with Client(port) as found:
        yield found


def test_one_article_gives_its_row(client, detector):
    status, row = client.score({"text": MARKED, "id": 7, "title": "Troops", "outlet": "Valley"})
    assert status == 200
    assert list(row) == list(COLUMNS) or set(row) == set(COLUMNS)
    expected = to_record(row_of(Article(MARKED), detector.judge(MARKED)))
    for name in ("decision", "score", "reasons", "words", "model", "version"):
        assert row[name] == pytest.approx(expected[name]) if name == "score" else expected[name]
    assert (row["id"], row["title"], row["outlet"], row["rank"]) == ("7", "Troops", "Valley", 1)
    assert any(mark["signal"] == "number_slot" for mark in row["evidence"])
    for mark in row["evidence"]:
        assert MARKED[mark["start"] : mark["end"]] == mark["text"]


def test_many_articles_keep_their_order_and_are_ranked(client):
    texts = [article("news", seed) for seed in (90, 91, 92)]
    asked = [{"text": texts[0], "id": "a"}, {"text": MARKED, "id": "b"}, {"id": "c"}, 5]
    status, answer = client.score({"articles": asked})
    assert status == 200
    rows = answer["rows"]
    assert [row["id"] for row in rows] == ["a", "b", "c", "article#4"]
    assert rows[1]["rank"] == 1
    assert [row["decision"] for row in rows[2:]] == ["unreadable"] * 2
    assert "no field `text`" in rows[2]["error"]
    assert sorted(row["rank"] for row in rows) == [1, 2, 3, 4]


def test_one_of_many_with_an_unknown_key_is_told_in_its_row(client):
    status, answer = client.score({"articles": [{"text": MARKED, "Outlet": "x"}, {"text": MARKED}]})
    first, second = answer["rows"]
    assert (status, first["decision"], second["decision"]) == (200, "unreadable", "review")
    assert first["error"] == "record 1: unknown key `Outlet`: did you mean `outlet`?"


def test_one_of_many_with_a_field_that_is_no_text_is_told_in_its_row(client):
    status, answer = client.score({"articles": [{"text": MARKED, "url": ["x"]}, {"text": MARKED}]})
    first, second = answer["rows"]
    assert (status, first["decision"], second["decision"]) == (200, "unreadable", "review")
    assert first["error"] == "record 1: `url` is a list, not a text"


def test_fields_without_a_value_and_numbers_are_taken(client):
    status, row = client.score({"text": "One.", "id": 7.5, "title": None, "published": 2026})
    assert (status, row["id"], row["title"], row["published"]) == (200, "7.5", "", "2026")


@pytest.mark.parametrize("packing", ["gzip", "br", "deflate, gzip"])
def test_a_packed_body_is_refused_by_its_name(client, packing):
    status, answer = client.score(b"\x00packed", Content_Encoding=packing)
    assert (status, f"Content-Encoding: {packing}" in answer["error"]) == (415, True)
    assert client.score({"text": "One."}, Content_Encoding="identity")[0] == 200


def test_an_empty_list_gives_no_rows(client):
    assert client.score({"articles": []}) == (200, {"rows": []})


@pytest.mark.parametrize(
    ("body", "status", "word"),
    [
        (b"", 400, "empty"),
        (b"{", 400, "not JSON"),
        (b"\xff\xfe\x00", 400, "not UTF-8: byte 0xff at offset 0"),
        (b'{"text": "caf\xe9 au lait"}', 400, "not UTF-8: byte 0xe9 at offset 13"),
        (b"[" * 100_000, 400, "not JSON"),
        (b"[]", 422, "a list"),
        (b"{}", 422, "neither `text` nor a list `articles`"),
        (b'{"text": 5}', 422, "a number, not a text"),
        (b'{"text": "One.", "titel": "x"}', 422, "unknown key `titel`: did you mean `title`?"),
        (b'{"body": "One."}', 422, "unknown key `body`: did you mean `text`?"),
        (b'{"articles": [], "article": 1}', 422, "did you mean `articles`?"),
        (b'{"articles": {}}', 422, "neither"),
        (b'{"text": "One.", "articles": []}', 422, "both `text` and `articles`"),
        (b'{"text": "One.", "title": {"a": 1}}', 422, "`title` is an object, not a text"),
        (b'{"text": "One.", "url": ["x"]}', 422, "`url` is a list, not a text"),
        (b'{"text": "One.", "id": true}', 422, "`id` is a truth value, not a text"),
        (
            gzip.compress(b'{"text": "One."}', mtime=0),
            415,
            "uncompressed, without Content-Encoding",
        ),
        (b'{"text": "' + b"a" * LIMIT + b'"}', 413, "longer than 200,000 bytes"),
        (json.dumps({"articles": [{}] * 1001}).encode(), 413, "at most 1,000"),
    ],
)
def test_what_is_wrong_is_said(client, body, status, word):
    found, answer = client.score(body)
    assert (found, word in answer["error"]) == (status, True), answer


@pytest.mark.parametrize("text", ["", "Too short.", "Der Hafen blieb am Montag geschlossen. " * 30])
def test_what_is_not_judged_has_no_score(client, text):
    status, row = client.score({"text": text})
    assert status == 200
    assert row["decision"] in ("too_short", "not_english", "unreadable")
    assert [row[name] for name in ("score", "translation", "spin", "synthetic")] == [None] * 4
    status, answer = client.score({"articles": [{"text": text}, {"text": MARKED}]})
    assert [row["score"] is None for row in answer["rows"]] == [True, False]


@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize("size", [LIMIT + 1, 20 * LIMIT])
def test_every_client_reads_that_its_body_is_too_long(port, size, chunked):
    """Also one that sends all it has before it reads a word."""
    head = "POST /score HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    length = "Transfer-Encoding: chunked" if chunked else f"Content-Length: {size}"
    with socket.create_connection(("127.0.0.1", port), timeout=60) as client:
        client.sendall(f"{head}{length}\r\n\r\n".encode())
        for sent in range(0, size, 10_000):
            piece = b"a" * min(10_000, size - sent)
            client.sendall(b"%x\r\n%b\r\n" % (len(piece), piece) if chunked else piece)
        client.sendall(b"0\r\n\r\n" if chunked else b"")
        answer = b""
        while piece := client.recv(65536):
            answer += piece
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 413") and b"connection: close" in head.lower()
    assert "longer than 200,000 bytes" in json.loads(body)["error"]


def test_a_client_that_asks_before_it_sends_is_told_no(port):
    head = "POST /score HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=60) as client:
        asked = f"{head}Content-Length: {10 * LIMIT}\r\nExpect: 100-continue\r\n\r\n"
        client.sendall(asked.encode())
        assert client.recv(4096).startswith(b"HTTP/1.1 413")


def test_a_client_that_never_ends_is_not_listened_to_for_ever(port, monkeypatch):
    monkeypatch.setattr(body_limit, "LINGER_SECONDS", 0.2)
    head = "POST /score HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=60) as client:
        client.sendall(f"{head}Content-Length: {10**9}\r\n\r\n".encode() + b"a" * 1000)
        answer = b""
        while piece := client.recv(65536):
            answer += piece
    assert answer.startswith(b"HTTP/1.1 413")


def test_a_text_that_is_too_long_is_refused(client, monkeypatch):
    monkeypatch.setattr(bodies, "LONGEST_ARTICLE", 100)
    status, answer = client.score({"text": "word " * 30})
    assert (status, "at most 100 are judged" in answer["error"]) == (413, True)


def test_a_body_that_grows_unannounced_is_cut_off(port):
    chunks = iter([b'{"text": "'] + [b"a" * 50_000] * 5)
    headers = {"Content-Type": "application/json"}
    with Client(port) as client:
        client.connection.request("POST", "/score", chunks, headers, encode_chunked=True)
        answer = client.connection.getresponse()
        assert answer.status == 413
        assert "longer than" in json.loads(answer.read())["error"]


def test_a_body_that_does_not_come_is_not_waited_for(port, monkeypatch):
    monkeypatch.setattr(application, "BODY_SECONDS", 0.2)
    with socket.create_connection(("127.0.0.1", port), timeout=60) as slow:
        head = "POST /score HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        slow.sendall(f"{head}Content-Length: 100\r\n\r\n{{".encode())
        assert slow.recv(4096).startswith(b"HTTP/1.1 408")


def test_other_media_types_hosts_origins_paths_methods_and_parameters_are_refused(client):
    body = json.dumps({"text": MARKED})
    asked = [
        (415, "POST", "/score", {"Content_Type": "text/plain"}),
        (400, "POST", "/score", {"Content_Type": "application/json", "Host": "evil.test"}),
        (403, "POST", "/score", {"Content_Type": "application/json", "Origin": "http://a.test"}),
        (404, "GET", "/nothing", {}),
        (405, "GET", "/score", {}),
        (422, "POST", "/score?threshold=0.9", {"Content_Type": "application/json"}),
    ]
    for status, method, path, headers in asked:
        connection = client.connection
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body if method == "POST" else None, names)
        answer = connection.getresponse()
        text = answer.read().decode()
        assert answer.status == status, text
        assert json.loads(text)["error"]
        assert status != 422 or "`threshold`" in text
        assert status != 400 or ("evil.test" in text and "--allow-host" in text)


def test_a_token_is_asked_for(detector):
    with serving(make_scoring_app(detector, token="secret")) as port, Client(port) as client:
        for shown in ({}, {"Authorization": "Bearer wrong"}):
            status, answer, headers = client.ask("POST", "/score", b"{}", **shown)
            assert (status, headers["WWW-Authenticate"]) == (401, "Bearer")
            assert "send the header `Authorization: Bearer" in answer["error"]
        assert client.score({"text": "One."}, Authorization="Bearer secret")[0] == 200
        assert client.ask("GET", "/health")[0] == 200


def test_a_client_that_is_sent_away_reads_when_to_come_back(port, monkeypatch):
    """The description promises it; the first of two long requests fills the queue."""
    monkeypatch.setattr(request_batching, "MOST_WAITING", 1)
    found = []

    def press():
        with Client(port) as other:
            headers = {"Content-Type": "application/json"}
            found.append(other.ask("POST", "/score", body, **headers))

    body = json.dumps({"articles": [{"text": MARKED}] * 100})
    threads = [threading.Thread(target=press) for _ in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    away = [answer for answer in found if answer[0] == 503]
    assert away and len(away) < len(found)
    assert all("try again later" in said["error"] for _, said, _ in away)
    assert all(int(headers["Retry-After"]) > 0 for *_, headers in away)


def test_health_and_version(client, detector):
    assert client.ask("GET", "/health")[:2] == (200, {"status": "ok", "waiting_characters": 0})
    _, found, headers = client.ask("GET", "/version")
    assert found["model"] == detector.card["name"]
    assert found["thresholds"] == pytest.approx(detector.thresholds._asdict())
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "server" not in headers


def test_lone_surrogates_come_and_go(client):
    status, row = client.score(b'{"text": "cut \\ud83d off", "title": "\\udce9"}')
    assert (status, row["title"]) == (200, "�")


def test_the_description_is_valid_and_true(client):
    validator = pytest.importorskip("openapi_spec_validator")
    from jsonschema import Draft202012Validator

    document = client.ask("GET", "/openapi.json")[1]
    validator.validate(document)
    assert document == json.loads(json.dumps(openapi_document(LIMIT)))

    def conforms(name, value):
        schema = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
        Draft202012Validator(schema).validate(value)

    conforms("Row", client.score({"text": MARKED})[1])
    conforms("Rows", client.score({"articles": [{"text": MARKED}, {}]})[1])
    conforms("Health", client.ask("GET", "/health")[1])
    conforms("Version", client.ask("GET", "/version")[1])
    conforms("Error", client.score(b"{")[1])
    served = {path for path in document["paths"] if client.ask("GET", path)[0] != 404}
    assert served == set(document["paths"])


def test_eight_clients_of_hostile_load(port):
    """Articles good and bad, thirty of each client: no error of the server's own."""
    found = []

    def press(seed):
        bodies = hostile_bodies(random.Random(seed), LIMIT)
        with Client(port) as client:
            for body, expected in islice(bodies, 30):
                status, _ = client.score(body)
                found.append((status, expected))
                if status == 413:
                    client.connection.close()

    threads = [threading.Thread(target=press, args=(seed,)) for seed in range(8)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    wrong = [pair for pair in found if pair[0] not in pair[1]]
    assert not wrong
    assert len(found) == 8 * 30
    with Client(port) as client:
        healthy = {"status": "ok", "waiting_characters": 0}
        assert client.ask("GET", "/health")[1] == healthy


def test_an_answer_leaves_at_once_on_a_socket_that_names_no_protocol():
    config = uvicorn.Config(lambda: None, http=PromptProtocol, factory=True)
    config.load()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        client = socket.create_connection(listener.getsockname())
        accepted, _ = listener.accept()
        with client, accepted:
            accepted.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 0)
            transport = Mock(get_extra_info=lambda name, *_: accepted if name == "socket" else None)

            async def connect():
                protocol = PromptProtocol(config, ServerState(), {})
                protocol.connection_made(transport)
                return accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)

            assert asyncio.run(connect())
