"""``playground train``."""

from __future__ import annotations

import json
import math
import sys
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Annotated, Any, Literal

import typer

from app.command_line.own_table import check_target, with_table
from app.command_line.progress import ProgressBar
from engine.errors import CommandError, SpecError
from engine.spec import Spec, read_spec

LARGEST_FILE = 4_000_000
QUANTILES = (0.0, 0.25, 0.5, 0.75, 1.0)
CHUNK_STEPS = 2_000


@dataclass(frozen=True)
class Trained:
    """One finished training."""

    seed: int
    epochs: int
    engine: str
    seconds: float
    cause: str
    reason: str
    metrics: dict[str, float | None]

    def document(self) -> dict[str, Any]:
        """What ``--json`` prints."""
        return {
            "epochs": self.epochs,
            "engine": self.engine,
            "seed": self.seed,
            **{
                name: self.metrics[name]
                for name in ("train_loss", "test_loss", "train_accuracy", "test_accuracy")
            },
            "seconds": self.seconds,
            "epochs_per_second": self.epochs / self.seconds if self.seconds > 0 else None,
            "cause": self.cause,
            "reason": self.reason,
        }

    @property
    def accuracy(self) -> float | None:
        """The final accuracy that counts: on test data where there is any."""
        test = self.metrics["test_accuracy"]
        return test if test is not None else self.metrics["train_accuracy"]


def train(
    spec: Annotated[
        Path, typer.Argument(metavar="SPEC.json", help="The experiment; - reads standard input.")
    ],
    epochs: Annotated[int | None, typer.Option(help="Train for so many epochs instead.")] = None,
    seed: Annotated[int | None, typer.Option(help="Begin from this seed instead.")] = None,
    engine: Annotated[
        Literal["auto", "compiled", "torch"] | None, typer.Option(help="Train with this engine instead.")
    ] = None,
    seeds: Annotated[int | None, typer.Option(min=1, max=10_000, help="Train so many seeds in turn.")] = None,
    target: Annotated[float, typer.Option(help="Accuracy that counts as success.")] = 1.0,
    data: Annotated[
        Path | None,
        typer.Option(metavar="FILE.csv", help="Train on this table instead of the experiment's data."),
    ] = None,
    predict: Annotated[
        str | None, typer.Option(metavar="COLUMN", help="Column of the table to predict; guessed otherwise.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Train an experiment without a server."""
    document = read_document(spec)
    check_target(predict, data)
    if data is not None:
        document = with_table(document, data, predict)
    if seed is not None:
        document["seed"] = seed
    if engine is not None:
        document["engine"] = engine
    if epochs is not None:
        document["training"] = {**_object(document.get("training", {}), "training"), "epochs": epochs}
    described = read_spec(document)
    if seeds is None:
        result = train_one(described)
        sys.stdout.write(json.dumps(result.document()) + "\n" if as_json else _lines(result))
        return
    results = [
        train_one(read_spec({**document, "seed": described.seed + place}), f"seed {place + 1} of {seeds}")
        for place in range(seeds)
    ]
    summary = summarize(results, target)
    sys.stdout.write(json.dumps(summary) + "\n" if as_json else _summary_lines(summary))


def read_document(path: Path) -> dict[str, Any]:
    """The JSON object in a file.

    Raises
    ------
    SpecError
        Where the file cannot be read or holds no JSON object.
    """
    try:
        data = sys.stdin.buffer.read(LARGEST_FILE + 1) if str(path) == "-" else _bytes(path)
        if len(data) > LARGEST_FILE:
            raise SpecError(f"{path} must be at most {LARGEST_FILE} bytes.", "Give a spec, not its data.")
        document = json.loads(data.decode("utf-8-sig"), parse_constant=_no_constant)
    except OSError as error:
        raise SpecError(
            f"{path} cannot be read: {error.strerror}.", "Give the path of a JSON file."
        ) from None
    except (ValueError, RecursionError) as error:
        detail = str(error).rstrip(".")
        raise SpecError(f"{path} must be JSON; {detail}.", "Mend the file at that place.") from None
    return _object(document, str(path))


def _bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LARGEST_FILE + 1)


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is not a number of JSON")


def _object(value: object, what: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise SpecError(f"{what} must hold a JSON object.", 'Write at least {"data": {"kind": "spiral"}}.')
    return value


def train_one(spec: Spec, note: str = "") -> Trained:
    """Train one spec to its end; ``seconds`` is training alone."""
    from engine.run import Run
    from engine.trainers.warm import warm

    warm()
    run = Run(spec)
    bar = ProgressBar(spec.training.epochs, note)
    seconds = 0.0
    while run.finished is None:
        begun = perf_counter()
        run.advance(max(CHUNK_STEPS, run.steps_per_epoch))
        seconds += perf_counter() - begun
        bar.show(run.epoch, run.metrics()["train_loss"])
    bar.clear()
    return Trained(
        spec.seed,
        run.epoch,
        run.network.engine(),
        seconds,
        run.finished.cause,
        run.finished.reason,
        run.metrics(),
    )


def summarize(results: list[Trained], target: float) -> dict[str, Any]:
    """How often training succeeds, and how the losses are spread."""
    accuracies = [result.accuracy for result in results]
    counted = [accuracy for accuracy in accuracies if accuracy is not None]
    if not counted and target != 1.0:
        raise CommandError("--target needs a task with an accuracy.", "Leave --target out for regression.")
    return {
        "seeds": len(results),
        "success_rate": sum(accuracy >= target for accuracy in counted) / len(results) if counted else None,
        "target": target,
        "train_loss": quantiles([result.metrics["train_loss"] for result in results]),
        "test_loss": quantiles([result.metrics["test_loss"] for result in results]),
        "accuracy": quantiles(accuracies),
        "seconds": sum(result.seconds for result in results),
        "runs": [result.document() for result in results],
    }


def quantiles(values: list[float | None]) -> dict[str, float] | None:
    """Smallest, quartiles and largest, between neighbors in proportion; None where there is nothing."""
    ordered = sorted(value for value in values if value is not None)
    if not ordered:
        return None
    found = {}
    for share in QUANTILES:
        place = share * (len(ordered) - 1)
        low, part = math.floor(place), place % 1
        high = min(low + 1, len(ordered) - 1)
        found[f"{share:g}"] = ordered[low] + part * (ordered[high] - ordered[low])
    return found


def _lines(result: Trained) -> str:
    rows = [(name, value) for name, value in result.document().items() if value is not None]
    return "".join(
        f"{name:<20}{f'{value:.6g}' if isinstance(value, float) else value}\n" for name, value in rows
    )


def _summary_lines(summary: dict[str, Any]) -> str:
    rows = [(name, value) for name, value in summary.items() if name != "runs" and value is not None]
    return "".join(f"{name:<20}{json.dumps(value)}\n" for name, value in rows)
