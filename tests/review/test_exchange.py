"""Label Studio and Argilla: what goes out, and what comes back as decisions."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from detector.cli.commands import main
from detector.review import argilla, labelstudio
from detector.review.decision_readers import aggregate_decisions, read_decisions
from detector.review.decisions import ReviewDecision, ReviewDecisionError
from detector.review.entries import Entry
from detector.review.events import text_digest
from detector.review.store import DecisionStore
from detector.verdict import Evidence, Row

TEXT = "😀 Silos held 212,000 XNUMX tons. The bridge shut."
START = TEXT.index("XNUMX")
MARK = Evidence("number_slot", "translation", START, START + 5, "XNUMX")


@pytest.fixture
def entry():
    row = Row(id="a1", path="wire.jsonl", outlet="Herald", title="Silos", model="m1")
    row.decision, row.score, row.version = "review", 0.875, "0.1.0"
    row.probabilities |= {"translation": 0.8, "spin": 0.1}
    return Entry(row, TEXT, marks=[MARK])


def annotated(tasks, choice="review", label="spin", by=10, **fields):
    """What Label Studio exports once somebody has annotated the tasks."""
    result = [
        {"from_name": "decision", "to_name": "text", "type": "choices", "id": "x",
         "value": {"choices": [choice]}},
        {"from_name": "cause", "to_name": "text", "type": "labels", "id": "y",
         "value": {"start": 0, "end": 3, "text": "abc", "labels": [label]}},
        {"from_name": "note", "to_name": "text", "type": "textarea", "id": "z",
         "value": {"text": ["odd wording"]}},
    ]  # fmt: skip
    told = {"was_cancelled": False, "completed_by": by, "updated_at": "2026-11-22T10:16:08.74Z"}
    annotation = {"id": 1, "result": result, **told, **fields}
    return [task | {"id": 7, "annotations": [annotation]} for task in tasks]


def test_a_task_carries_marks_score_and_model(entry):
    (task,) = labelstudio.tasks([entry, Entry(entry.row)])
    (prediction,) = task["predictions"]
    assert task["data"]["text"] == TEXT and task["data"]["path"] == "wire.jsonl"
    assert isinstance(prediction["score"], float) and prediction["score"] == 0.875
    assert prediction["model_version"] == "m1 0.1.0"
    ruling, span = prediction["result"]
    assert ruling["value"] == {"choices": ["review"]}
    value = span["value"]
    assert TEXT[value["start"] : value["end"]] == value["text"] == "XNUMX"
    assert value["labels"] == ["translation"] and span["type"] == "labels"
    json.dumps(task)


def test_every_result_names_a_control_of_the_interface(entry):
    controls = {tag.get("name"): tag for tag in ElementTree.fromstring(labelstudio.CONFIG).iter()}
    for result in labelstudio.task(entry)["predictions"][0]["result"]:
        assert result["from_name"] in controls and result["to_name"] in controls
    values = [tag.get("value") for tag in controls["cause"]]
    assert "translation" in values and "encoding" in values


def test_half_a_character_can_still_be_written(entry):
    entry.text = "cut \ud83d here"
    json.dumps(labelstudio.tasks([entry]), ensure_ascii=False).encode()
    json.dumps(argilla.records([entry]), ensure_ascii=False).encode()


def test_an_export_of_label_studio_comes_back(entry, tmp_path):
    path = tmp_path / "export.json"
    path.write_text(json.dumps(annotated(labelstudio.tasks([entry]))), "utf-8")
    assert read_decisions(path) == [
        ReviewDecision(
            "a1", "wire.jsonl", "review", "spin", "odd wording", "user 10",
            "2026-11-22T10:16:08+00:00", 0.875, "m1", "Herald", text_digest(TEXT),
        )
    ]  # fmt: skip


def test_skipped_tasks_and_empty_annotations_say_nothing(entry):
    tasks = labelstudio.tasks([entry])
    assert list(labelstudio.read_export(annotated(tasks, was_cancelled=True))) == []
    assert list(labelstudio.read_export(annotated(tasks, result=[]))) == []


def test_an_annotator_may_be_named(entry):
    by = {"id": 10, "email": "ann@example.org"}
    (decision,) = labelstudio.read_export(annotated(labelstudio.tasks([entry]), by=by))
    assert decision.reviewer == "ann@example.org"


def test_a_cause_of_a_sound_article_is_left_out(entry):
    (decision,) = labelstudio.read_export(annotated(labelstudio.tasks([entry]), "pass"))
    assert (decision.decision, decision.cause) == ("pass", "")


def test_another_interface_is_told(entry):
    with pytest.raises(ReviewDecisionError, match="labelling interface"):
        list(labelstudio.read_export(annotated(labelstudio.tasks([entry]), "Positive")))


def test_tasks_of_others_are_told(entry):
    tasks = [{"data": {"text": "x"}}]
    with pytest.raises(ReviewDecisionError, match="task 1: its data has neither id nor path"):
        list(labelstudio.read_export(annotated(tasks)))


def test_a_record_is_in_the_shape_of_argilla(entry):
    (record,) = argilla.records([entry, Entry(entry.row)])
    assert record["fields"] == {"text": TEXT}
    assert record["suggestions"]["decision"] == {
        "value": "review",
        "score": 0.875,
        "agent": "m1 0.1.0",
    }
    assert record["suggestions"]["cause"]["value"] == "translation"
    (mark,) = record["suggestions"]["marks"]["value"]
    assert TEXT[mark["start"] : mark["end"]] == "XNUMX" and mark["label"] == "translation"


def test_its_own_library_reads_the_record(entry):
    rg = pytest.importorskip("argilla", reason="argilla is not installed")
    (record,) = argilla.records([entry])
    assert rg.Record.from_dict(record).to_dict()["suggestions"] == record["suggestions"]


def test_records_of_argilla_come_back(entry, tmp_path):
    (record,) = argilla.records([entry])
    record["responses"] = {
        "decision": [{"value": "review", "user_id": "u1"}, {"value": "pass", "user_id": "u2"}],
        "cause": [{"value": "spin", "user_id": "u1"}],
        "note": [{"value": "odd", "user_id": "u1"}],
    }
    path = tmp_path / "records.json"
    path.write_text(json.dumps([record]), "utf-8")
    found = read_decisions(path)
    assert [(d.id, d.path, d.decision, d.cause, d.note, d.reviewer) for d in found] == [
        ("a1", "wire.jsonl", "review", "spin", "odd", "u1"),
        ("a1", "wire.jsonl", "pass", "", "", "u2"),
    ]
    assert {decision.digest for decision in found} == {text_digest(TEXT)}
    assert [d.decision for d in aggregate_decisions(found)] == ["unsure"]


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.json", '[{"text": "x"}]', "neither an export of Label Studio"),
        ("a.json", "{", "not JSON"),
        ("a.csv", "id,reviewer_decision\n1,\n", "contains no decisions yet"),
        ("a.jsonl", '{"id": "1", "reviewer_decision": "perhaps"}\n', "row 1: 'perhaps'"),
    ],
)
def test_what_holds_no_decision_is_told(tmp_path, name, text, words):
    path = tmp_path / name
    path.write_text(text, "utf-8")
    with pytest.raises(ReviewDecisionError, match=words):
        read_decisions(path)


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(ReviewDecisionError, match="there is no file"):
        read_decisions(tmp_path / "nothing.csv")


def test_the_store_is_gathered_as_json_lines_and_read_again(tmp_path):
    store = DecisionStore(tmp_path / "desk.sqlite")
    store.add({"id": "a1", "path": "p", "decision": "review", "cause": "spin", "reviewer": "Ann"})
    store.close()
    out = tmp_path / "decisions.jsonl"
    command = ["decisions", "gather", str(tmp_path / "desk.sqlite"), "-o", str(out)]
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 0, done.output
    assert [(d.id, d.decision, d.cause, d.reviewer) for d in read_decisions(out)] == [
        ("a1", "review", "spin", "Ann")
    ]
