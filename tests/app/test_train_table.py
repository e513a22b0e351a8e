"""``playground train SPEC.json --data FILE.csv``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.command_line import main

EXAMPLES = Path(__file__).parents[1] / "examples"
FRUITS = "length,width,ripe\n" + "".join(
    f"{i % 24},{i * 5 % 7},{'yes' if i % 24 > 11 else 'no'}\n" for i in range(96)
)
PRICES = "area,price\n" + "".join(f"{area}.123456,{2000 * area}.25\n" for area in range(1, 4000))


def train(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main(["train", *(str(argument) for argument in arguments)])
    captured = capsys.readouterr()
    assert isinstance(ended.value.code, int)
    return ended.value.code, captured.out, captured.err


def figures(capsys: pytest.CaptureFixture[str], *arguments: object) -> dict[str, Any]:
    code, out, err = train(capsys, *arguments, "--json")
    assert (code, err) == (0, "")
    found: dict[str, Any] = json.loads(out)
    return found


def test_a_table_takes_the_place_of_the_data(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    table = tmp_path / "fruits.csv"
    table.write_text(FRUITS, encoding="utf-8")
    trained = figures(capsys, EXAMPLES / "xor.json", "--data", table, "--epochs", 200)
    assert trained["test_accuracy"] > 0.9
    other = figures(capsys, EXAMPLES / "xor.json", "--data", table, "--epochs", 2, "--predict", "width")
    assert other["train_accuracy"] is not None
    assert trained["train_loss"] != other["train_loss"]


def test_a_long_table_and_a_spec_without_data_will_do(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    table, spec = tmp_path / "prices.csv", tmp_path / "spec.json"
    table.write_text(PRICES, encoding="utf-8")
    spec.write_text("{}", encoding="utf-8")
    trained = figures(capsys, spec, "--data", table, "--epochs", 10)
    assert trained["train_accuracy"] is None
    assert trained["train_loss"] < 0.05, "the loss is that of prices in a common size"


@pytest.mark.parametrize(
    ("content", "options", "words"),
    [
        ("a,b\n1\n", [], "Line 2, column 2: this row has 1 cell, the first row has 2."),
        (FRUITS, ["--predict", "weight"], 'There is no column "weight" in this table.'),
        (None, [], "cannot be read: No such file or directory."),
    ],
)
def test_what_is_wrong_is_a_sentence(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, content: str | None, options: list[str], words: str
) -> None:
    table = tmp_path / "table.csv"
    if content is not None:
        table.write_text(content, encoding="utf-8")
    code, out, err = train(capsys, EXAMPLES / "xor.json", "--data", table, *options)
    assert (code, out) == (2, "")
    assert words in err
    assert "Traceback" not in err


def test_a_column_needs_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = train(capsys, EXAMPLES / "xor.json", "--predict", "width")
    assert code == 2
    assert "Give the table with --data." in err


def test_an_empty_canvas_cannot_be_trained_on(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    spec = tmp_path / "spec.json"
    spec.write_text('{"data": {"kind": "points", "points": []}}', encoding="utf-8")
    code, _, err = train(capsys, spec)
    assert code == 2
    assert "Draw some points to train on." in err
