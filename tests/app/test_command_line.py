"""The command ``playground``: what it prints, and that what goes wrong is one sentence and exit code 2."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.bench.experiments import spiral
from app.bench.plain_pytorch import PlainLoop
from app.command_line import main
from app.command_line.train import quantiles
from app.settings import Settings
from engine.concepts.catalog import catalog

EXAMPLES = Path(__file__).parents[1] / "examples"
FIGURES = {
    "epochs", "engine", "train_loss", "test_loss", "train_accuracy", "test_accuracy", "seconds", "epochs_per_second",
}  # fmt: skip

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command inside the test's process: exit code, standard output, standard error."""

    def command(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return ended.value.code, captured.out, captured.err

    return command


@pytest.fixture
def spec_file(tmp_path: Path) -> Callable[..., Path]:
    """Write a spec, some of it changed."""

    def write(name: str = "xor", **changes: Any) -> Path:
        document = json.loads((EXAMPLES / f"{name}.json").read_text(encoding="utf-8")) | changes
        path = tmp_path / "spec.json"
        path.write_text(json.dumps(document), encoding="utf-8")
        return path

    return write


@pytest.mark.parametrize("engine", ["compiled", "torch"])
def test_training_prints_its_figures(run: Run, engine: str) -> None:
    code, out, err = run(
        "train", EXAMPLES / "xor.json", "--engine", engine, "--epochs", 30, "--seed", 3, "--json"
    )
    figures = json.loads(out)
    assert (code, err) == (0, "")
    assert figures.keys() >= FIGURES
    assert (figures["epochs"], figures["engine"], figures["seed"]) == (30, engine, 3)
    assert figures["test_loss"] is None
    assert figures["epochs_per_second"] == pytest.approx(30 / figures["seconds"])


def test_regression_has_no_accuracy(run: Run, spec_file: Callable[..., Path]) -> None:
    code, out, _ = run(
        "train", spec_file("sine_regression", loss="mean_squared_error"), "--epochs", 2, "--json"
    )
    figures = json.loads(out)
    assert code == 0
    assert figures["train_accuracy"] is None
    assert figures["test_accuracy"] is None
    assert figures["test_loss"] > 0


def test_the_same_seed_gives_the_same_figures(run: Run) -> None:
    outs = [json.loads(run("train", EXAMPLES / "xor.json", "--epochs", 50, "--json")[1]) for _ in range(2)]
    assert outs[0]["train_loss"] == outs[1]["train_loss"]


def test_many_seeds_are_summed_up(run: Run) -> None:
    code, out, _ = run("train", EXAMPLES / "xor.json", "--seeds", 4, "--json")
    summary = json.loads(out)
    assert code == 0
    assert [result["seed"] for result in summary["runs"]] == [7, 8, 9, 10]
    assert summary["success_rate"] >= 0.75
    losses = sorted(result["train_loss"] for result in summary["runs"])
    assert (summary["train_loss"]["0"], summary["train_loss"]["1"]) == (losses[0], losses[-1])


def test_a_lower_target_is_reached_more_often(run: Run) -> None:
    arguments = ("train", EXAMPLES / "spiral_small.json", "--seeds", 2, "--epochs", 3, "--json")
    assert json.loads(run(*arguments, "--target", 0.1)[1])["success_rate"] == 1
    assert json.loads(run(*arguments)[1])["success_rate"] == 0


def test_quantiles_lie_between_their_neighbors() -> None:
    assert quantiles([4.0, None, 1.0, 2.0, 3.0]) == {
        "0": 1.0,
        "0.25": 1.75,
        "0.5": 2.5,
        "0.75": 3.25,
        "1": 4.0,
    }
    assert quantiles([None]) is None
    assert quantiles([2.0]) == {"0": 2.0, "0.25": 2.0, "0.5": 2.0, "0.75": 2.0, "1": 2.0}


def test_without_json_there_are_readable_lines(run: Run) -> None:
    _, out, err = run("train", EXAMPLES / "xor.json", "--epochs", 5)
    assert "epochs              5\n" in out
    assert err == ""


@pytest.mark.parametrize(
    ("changes", "names"),
    [
        ({"loss": "nonsense"}, ["loss", "nonsense"]),
        ({"extra": 1}, ["extra"]),
        ({"seed": "seven"}, ["seed"]),
        ({"seed": True}, ["seed"]),
        ({"network": {"layers": [{"kind": "dense", "units": 0}]}}, ["network.layers.0.units"]),
        (
            {"network": {"layers": [{"kind": "dense", "units": 4, "activation": "tahn"}]}},
            ["activation", "tanh"],
        ),
        ({"training": 5}, ["training"]),
        ({"engine": "quantum"}, ["engine"]),
        ({"optimizer": {"kind": "adam", "learning_rate": -1}}, ["optimizer.learning_rate"]),
        ({"data": {"kind": "spiral", "samples": 10**9}}, ["data.samples"]),
    ],
)
def test_a_bad_spec_is_one_sentence(
    run: Run, spec_file: Callable[..., Path], changes: dict[str, Any], names: list[str]
) -> None:
    code, out, err = run("train", spec_file(**changes), "--json")
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert "Traceback" not in err
    for name in names:
        assert name in err


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[1]",
        "null",
        '{"seed": NaN}',
        "\x00",
        "[" * 100_000,
        '"\ud800"'.encode("utf-8", "surrogatepass"),
    ],
)
def test_a_file_that_is_no_spec_is_one_sentence(run: Run, tmp_path: Path, content: str | bytes) -> None:
    path = tmp_path / "spec.json"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    code, out, err = run("train", path)
    assert (code, out) == (2, "")
    assert str(path) in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["train"],
        ["train", "missing.json"],
        ["train", "."],
        ["train", EXAMPLES / "xor.json", "--epochs", "many"],
        ["train", EXAMPLES / "xor.json", "--epochs", "0"],
        ["train", EXAMPLES / "xor.json", "--seed", "-1"],
        ["train", EXAMPLES / "xor.json", "--seeds", "0"],
        ["train", EXAMPLES / "xor.json", "--engine", "quantum"],
        ["frobnicate"],
        ["serve", "--port", "99999"],
        ["serve", "--host", "no.such.host.invalid"],
        ["serve", "--workers", "0"],
    ],
)
def test_a_wrong_call_is_one_sentence(run: Run, arguments: list[object]) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert err.strip()
    assert err.count("\n") == 1


def test_a_wrong_variable_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAYGROUND_WORKERS", "many")
    code, _, err = run("config")
    assert code == 2
    assert "PLAYGROUND_WORKERS" in err


@pytest.mark.parametrize("variable", ["PLAYGROUND_PORT", "playground_port"])
def test_the_settings_are_listed(run: Run, monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    monkeypatch.setenv(variable, "9000")
    monkeypatch.delenv("PLAYGROUND_SEND_SECONDS", raising=False)
    code, out, err = run("config")
    assert (code, err) == (0, "")
    assert re.search(r"^PLAYGROUND_PORT=9000\n .*\(set; usually 8000\)$", out, re.MULTILINE)
    settings = json.loads(run("config", "--json")[1])["settings"]
    assert settings.keys() == Settings.model_fields.keys()
    assert settings["port"] == {
        "variable": "PLAYGROUND_PORT",
        "default": 8000,
        "value": 9000,
        "source": "environment",
        "description": Settings.model_fields["port"].description,
    }
    assert settings["send_seconds"]["source"] == "default"
    assert settings["send_seconds"]["value"] == settings["send_seconds"]["default"]


def test_a_misspelled_variable_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLAYGROUND_WORKER", "3")
    code, _, err = run("config")
    assert code == 0
    assert err == "PLAYGROUND_WORKER is set, but there is no such setting. Did you mean PLAYGROUND_WORKERS?\n"
    assert json.loads(run("config", "--json")[1])["unknown"] == {"PLAYGROUND_WORKER": "PLAYGROUND_WORKERS"}


def test_every_setting_is_described() -> None:
    for name, field in Settings.model_fields.items():
        assert field.description is not None, name
        assert re.fullmatch(r"[A-Z].*\.", field.description), name
        assert "|" not in field.description, name


def test_the_catalog_is_printed(run: Run) -> None:
    code, out, _ = run("catalog", "--json")
    assert code == 0
    assert "tanh" in json.loads(out)["families"]["activations"]["kinds"]
    assert "  tanh " in run("catalog")[1]


def test_the_bench_measures_what_it_says(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.bench.measure.ROUNDS", 1)
    monkeypatch.setattr("app.bench.measure.ROUND_SECONDS", 0.02)
    monkeypatch.setattr("app.bench.measure.FRAMES", 10)
    code, out, _ = run("bench", "--json")
    figures = json.loads(out)
    assert code == 0
    for network in ("spiral", "wide"):
        speeds = figures[network]["epochs_per_second"]
        assert speeds["compiled"] > speeds["torch"] > 0
        ratio = figures[network]["ratio_to_plain_pytorch"]["compiled"]
        assert ratio == pytest.approx(speeds["compiled"] / speeds["plain_pytorch"])
    assert figures["frame"]["maps_packed"]["bytes"] < figures["frame"]["maps"]["bytes"]


def test_the_bench_measures_every_kind_that_takes_part_in_training(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.bench.kinds.ROUNDS", 1)
    monkeypatch.setattr("app.bench.kinds.ROUND_SECONDS", 0.002)
    code, out, _ = run("bench", "--kinds", "--json")
    assert code == 0
    known = catalog()["families"]
    for family, figures in json.loads(out).items():
        assert figures.keys() == known[family]["kinds"].keys()
        assert max(figure["relative"] for figure in figures.values()) == 1
        assert all(figure["epochs_per_second"] > 100 for figure in figures.values())


def test_the_rival_really_learns() -> None:
    loop = PlainLoop(spiral([8, 8], 10, "torch"), [8, 8])
    loop.train(60)
    assert loop.losses[-1][0] < 0.8 * loop.losses[0][0]


def test_help_is_printed(run: Run) -> None:
    code, out, _ = run("--help")
    assert code == 0
    for command in ("serve", "train", "catalog", "bench", "config", "doctor"):
        assert f"  {command} " in out


def test_a_reader_that_has_enough_is_no_error() -> None:
    command = f"{sys.executable} -c 'from app.command_line import main; main()' catalog --json | head -c 10"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True, timeout=60)
    assert done.stderr == ""
