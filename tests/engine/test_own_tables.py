"""Own tables as experiments: what is guessed and chosen, trained on, and kept on the shelf."""

import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.errors import SpecError
from engine.network import describe
from engine.run import Run
from engine.spec import read_spec
from engine.tables import Shelf, read_table, use_shelf

TABLE = "length,width,ripe\n" + "".join(f"{i},{i * i % 7},{'yes' if i % 3 else 'no'}\n" for i in range(24))


def data_of(text: str, **fields: Any) -> dict[str, Any]:
    document = read_spec({"data": {"kind": "csv", "text": text, **fields}}).document()
    found: dict[str, Any] = document["data"]
    return found


# --- What is guessed and chosen -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "target"),
    [
        ("a,b,c", "c"),
        ("a,target,c", "target"),
        ("Label,b,c", "Label"),
        ("a,b,y", "y"),
        ("species,b,c", "species"),
    ],
)
def test_the_target_is_guessed_by_its_name_else_it_is_the_last(header: str, target: str) -> None:
    data = data_of(header + "\n" + "".join(f"{i % 2},{i % 2},{i % 2}\n" for i in range(9)))
    assert data["target"] == target
    assert target not in data["inputs"]


@pytest.mark.parametrize(
    ("values", "task", "classes"),
    [
        (["no", "yes"], "binary", ["no", "yes"]),
        (["c", "a", "b"], "classes", ["a", "b", "c"]),
        ([0, 1], "binary", ["0", "1"]),
        ([10, 2, 3], "classes", ["2", "3", "10"]),
        (["item 10", "item 9"], "binary", ["item 9", "item 10"]),
        ([0.5, 1.5, 2], "regression", None),
        (list(range(20)), "regression", None),
    ],
)
def test_the_task_is_guessed_and_classes_have_names(
    values: list[Any], task: str, classes: list[str] | None
) -> None:
    rows = "".join(f"{i},{values[i % len(values)]}\n" for i in range(40))
    spec = read_spec({"data": {"kind": "csv", "text": "a,goal\n" + rows}})
    summary = describe(spec).document()
    assert (summary["task"], summary["class_names"], summary["target_name"]) == (task, classes, "goal")
    drawn = spec.data.draw(np.random.default_rng(0))
    shown = [classes[int(target)] if classes else target for target in drawn.targets]
    assert shown == [str(values[i % len(values)]) if classes else values[i % len(values)] for i in range(40)]


def test_texts_as_inputs_become_one_input_for_each_value() -> None:
    text = "color,size,ripe\n" + "".join(
        f"{('red', 'green', 'blue')[i % 3]},{i},{i % 2}\n" for i in range(12)
    )
    spec = read_spec({"data": {"kind": "csv", "text": text}})
    summary = describe(spec).document()
    assert summary["raw_inputs"] == ["color = blue", "color = green", "color = red", "size"]
    assert summary["nodes"][0]["units"] == 4
    drawn = spec.data.draw(np.random.default_rng(0)).inputs
    assert drawn[0].tolist() == [0, 0, 1, 0]
    assert (drawn[:, :3].sum(axis=1) == 1).all()


def test_a_column_that_numbers_the_rows_is_no_input_unless_it_is_chosen() -> None:
    text = "id,a,b\n" + "".join(f"{i},{i * 3 % 7},{i % 2}\n" for i in range(10))
    assert data_of(text)["inputs"] == ["a"]
    assert data_of(text, inputs=["id", "a"])["inputs"] == ["id", "a"]


@pytest.mark.parametrize(
    ("fields", "path", "words"),
    [
        ({"target": "weight"}, "data.target", 'There is no column "weight" in this table.'),
        ({"inputs": ["length", "depth"]}, "data.inputs.1", 'There is no column "depth" in this table.'),
        ({"inputs": ["length", "ripe"], "target": "ripe"}, "data.inputs.1", "Column ripe is the target"),
        ({"inputs": ["length", "length"]}, "data.inputs.1", "Column length is chosen twice."),
        ({"inputs": []}, "data.inputs", "A table needs at least one input."),
        ({"target": "ripe", "task": "regression"}, "data.task", "Column ripe holds texts"),
        ({"target": "length", "task": "binary"}, "data.task", "Column length has 24 different values"),
        ({"target": "length", "task": "classes"}, "data.task", "for this task it must have 2 to 8"),
        ({"task": "sorting"}, "data.task", "task must be"),
        ({"text": None}, "data.text", "Own data need either a text or an uploaded table."),
        ({"table": "0" * 32}, "data.text", "Own data need either a text or an uploaded table."),
        ({"text": 5}, "data.text", "text must be a text"),
        ({"inputs": "length"}, "data.inputs", "inputs must be a list"),
    ],
)
def test_a_wrong_choice_is_refused_at_its_field(fields: dict[str, Any], path: str, words: str) -> None:
    with pytest.raises(SpecError) as caught:
        read_spec({"data": {"kind": "csv", "text": TABLE, **fields}})
    assert words in caught.value.message
    assert caught.value.path == path
    assert caught.value.hint


@pytest.mark.parametrize(
    ("text", "fields", "words"),
    [
        ("a,name\n" + "".join(f"{i},n{i}\n" for i in range(100)), {"target": "name"}, "Column name has 100"),
        ("a,b\n" + "".join(f"{i},x\n" for i in range(9)), {"target": "b"}, "Column b has the same value in every row"),
        ("a,name\n" + "".join(f"{i},n{i}\n" for i in range(100)), {}, "Column 2 (name) has 100 different texts"),
        ("a,b\n1,x\n1,x\n", {}, "Column 2 (b) has the same value in every row"),
        ("a,b,c\n1,,0\n,2,1\n3,,0\n,4,1\n", {}, "No row has a value in every chosen column."),
        ("length,ripe\n" + "1,yes\n2,yes\n,no\n" * 4, {}, "Column ripe has 1 different value in the complete rows"),
    ],
)  # fmt: skip
def test_a_table_from_which_nothing_can_be_learned_is_refused(
    text: str, fields: dict[str, Any], words: str
) -> None:
    with pytest.raises(SpecError) as caught:
        read_spec({"data": {"kind": "csv", "text": text, **fields}})
    assert words in caught.value.message
    assert caught.value.hint


def test_more_inputs_than_there_is_room_for() -> None:
    header = ",".join([*(f"t{i}" for i in range(6)), "n", "goal"])
    rows = "".join(
        ",".join([*("abcd"[(i + k) % 4] for k in range(6)), str(i), str(i % 2)]) + "\n" for i in range(16)
    )
    guessed = read_spec({"data": {"kind": "csv", "text": f"{header}\n{rows}"}})
    assert len(guessed.data.description.input_names) == 20
    with pytest.raises(SpecError, match="these columns make 24"):
        data_of(f"{header}\n{rows}", inputs=[f"t{i}" for i in range(6)])


# --- As an experiment ---------------------------------------------------------------------------------------


def test_a_document_survives_json_and_says_what_was_guessed() -> None:
    spec = read_spec({"data": {"kind": "csv", "text": TABLE}})
    document = json.loads(json.dumps(spec.document()))
    assert document["data"] == {
        "kind": "csv",
        "text": TABLE,
        "table": None,
        "inputs": ["length", "width"],
        "target": "ripe",
        "task": "binary",
        "test_fraction": 0.5,
        "features": [{"kind": "input", "index": 0}, {"kind": "input", "index": 1}],
        "scaling": {"kind": "standardize"},
        "target_scaling": {"kind": "standardize"},
    }
    assert read_spec(document) == spec
    assert describe(read_spec(document)).document() == describe(spec).document()


@pytest.mark.parametrize("engine", ["compiled", "torch"])
def test_it_trains_and_goes_on_bit_identically(engine: str) -> None:
    document = {
        "data": {"kind": "csv", "text": TABLE},
        "network": {"layers": [{"kind": "dense", "units": 3}]},
        "engine": engine,
    }
    run = Run(read_spec(document))
    train = run.prepared
    np.testing.assert_allclose(train.data.train_features.mean(axis=1), 0, atol=1e-6)
    np.testing.assert_allclose(train.data.train_features.std(axis=1), 1, atol=1e-6)
    assert np.abs(train.data.test_features.mean(axis=1)).max() > 1e-3, (
        "the test samples have no say in the scaling"
    )
    run.advance(7)
    again = Run.restore(run.snapshot())
    for one in (run, again):
        one.advance(20)
    np.testing.assert_array_equal(run.history.rows, again.history.rows)


def test_prices_are_learned_in_their_own_unit() -> None:
    rows = "".join(f"{area},{3000 * area + 50_000}\n" for area in range(20, 120))
    run = Run(
        read_spec(
            {
                "data": {"kind": "csv", "text": "area,price\n" + rows},
                "optimizer": {"kind": "adam", "learning_rate": 0.05},
            }
        )
    )
    assert run.spec.data.description.task == "regression"
    run.advance_epochs(60)
    surface = run.measure({"surface": {}})["probes"]["surface"]
    low, high = surface["extent"]["area"]
    at_70 = np.interp(70, np.linspace(low, high, surface["values"].shape[1]), surface["values"][0])
    assert at_70 == pytest.approx(260_000, rel=0.02)


# --- On the shelf -------------------------------------------------------------------------------------------


def test_a_table_on_the_shelf_is_found_by_its_content(tmp_path: Path) -> None:
    shelf = use_shelf(tmp_path)
    table = read_table(TABLE).table
    name = shelf.put(table)
    assert shelf.put(read_table(TABLE.replace(",", ";")).table) == name
    found = Shelf(tmp_path).get(name)
    assert found is not None
    assert found.columns == table.columns
    np.testing.assert_array_equal(found.numbers, table.numbers)
    by_name = read_spec({"data": {"kind": "csv", "table": name}})
    by_text = read_spec({"data": {"kind": "csv", "text": TABLE}})
    assert by_name.document()["data"]["text"] is None
    assert read_spec(by_name.document()) == by_name
    one, other = Run(by_name), Run(by_text)
    for run in (one, other):
        run.advance(12)
    np.testing.assert_array_equal(one.history.rows, other.history.rows)


@pytest.mark.parametrize("name", ["0" * 32, "", "..", "../" * 8 + "etc/passwd", "x" * 500, "A" * 32])
def test_a_table_that_is_not_there_is_a_sentence(tmp_path: Path, name: str) -> None:
    use_shelf(tmp_path)
    with pytest.raises(SpecError) as caught:
        read_spec({"data": {"kind": "csv", "table": name}})
    assert caught.value.message == "This table is no longer on the server."
    assert (caught.value.hint, caught.value.path) == ("Upload the file again.", "data.table")


def test_a_table_that_is_thrown_away_is_gone_at_once(tmp_path: Path) -> None:
    name = use_shelf(tmp_path).put(read_table(TABLE).table)
    spec = read_spec({"data": {"kind": "csv", "table": name}})
    (tmp_path / name).unlink()
    with pytest.raises(SpecError, match="no longer on the server"):
        read_spec(spec.document())


def test_broken_files_on_the_shelf_are_no_tables(tmp_path: Path) -> None:
    for number, content in enumerate([b"", b"\0" * 100, b'{"a": 1}', os.urandom(500)]):
        name = f"{number:032x}"
        (tmp_path / name).write_bytes(content)
        assert Shelf(tmp_path).get(name) is None


def test_what_is_unused_or_too_much_is_thrown_away_the_oldest_first(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "tables")
    assert shelf.tidy(0, 10) == 0
    names = [shelf.put(read_table(f"a,b\n{i},1\n{i},2\n").table) for i in range(6)]
    for age, name in enumerate(names):
        os.utime(tmp_path / "tables" / name, (1000 + age, 1000 + age))
    size = (tmp_path / "tables" / names[0]).stat().st_size
    assert shelf.tidy(1002, 100 * size) == 2
    assert [shelf.get(name) is not None for name in names] == [False, False, True, True, True, True]
    for age, name in enumerate(names[2:]):
        os.utime(tmp_path / "tables" / name, (1000 + age, 1000 + age))
    shelf.get(names[2])
    assert shelf.tidy(0, 2 * size) == 2
    assert [shelf.get(name) is not None for name in names[2:]] == [True, False, False, True]
