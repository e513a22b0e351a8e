"""The spec: documents that must work, and the sentence that every bad one gets."""

from __future__ import annotations

import copy
import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.concepts import kinds
from engine.errors import LimitError, PlaygroundError, SpecError
from engine.network import describe, described_alike, plan, plan_again
from engine.optimizers import Optimizer
from engine.spec import is_live, patch_spec, read_spec

EXAMPLES = sorted((Path(__file__).parents[1] / "examples").glob("*.json"))


def example(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((EXAMPLES[0].parent / f"{name}.json").read_text())
    return found


def changed(document: dict[str, Any], path: str, value: object) -> dict[str, Any]:
    result: Any = copy.deepcopy(document)
    holder = result
    *parents, last = path.split(".")
    for part in parents:
        holder = holder[int(part)] if part.isdigit() else holder[part]
    holder[int(last) if last.isdigit() else last] = value
    return result


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_an_example_is_read_and_its_normalized_form_is_stable(file: Path) -> None:
    spec = read_spec(json.loads(file.read_text()))
    assert read_spec(spec.document()) == spec
    assert describe(spec).document()["parameters"] > 0


@pytest.mark.parametrize(
    ("path", "value", "place", "words"),
    [
        ("data.kind", "spirall", "data", 'Unknown kind "spirall". Did you mean "spiral"?'),
        ("optimizer.learning_rate", -1, "optimizer.learning_rate", "must be greater than 0; got -1."),
        ("optimizer.learning_rat", 1, "optimizer.learning_rat", 'Did you mean "learning_rate"?'),
        ("network.layers.0.units", True, "network.layers.0.units", "must be a whole number; got true."),
        ("network.layers.0.units", 3.5, "network.layers.0.units", "must be a whole number; got 3.5."),
        ("network.layers.0.units", 65, "network.layers.0.units", "must be at most 64; got 65."),
        ("network.layers.0.activation", "tanhh", "network.layers.0.activation", 'Did you mean "tanh"?'),
        (
            "network.layers.0.activation",
            7,
            "network.layers.0.activation",
            "must be the name of a kind or an object",
        ),
        (
            "network.layers.1",
            {"units": 3},
            "network.layers.1",
            'must be the name of a kind or an object with a "kind"',
        ),
        ("network.layers", {}, "network.layers", "must be a list; got {}."),
        (
            "training.batch_size",
            "all",
            "training.batch_size",
            "must be a whole number or 'full'; got \"all\".",
        ),
        ("training.batch_size", 0, "training.batch_size", "must be at least 1"),
        ("training.kind", "x", "training.kind", 'Unknown field "kind".'),
        ("nework", {}, "nework", 'Unknown field "nework". Did you mean "network"?'),
        ("format", 2, "format", "must be 1; got 2."),
        ("seed", -1, "seed", "must be at least 0; got -1."),
        ("data.features", ["x3"], "data.features.0", 'Unknown kind "x3".'),
    ],
)
def test_a_bad_field_gets_a_sentence_with_its_path(path: str, value: object, place: str, words: str) -> None:
    with pytest.raises(SpecError) as caught:
        read_spec(changed(example("spiral"), path, value))
    assert caught.value.path == place
    assert words in str(caught.value)


@pytest.mark.parametrize("document", [None, [], "spiral", 3])
def test_a_document_must_be_an_object(document: object) -> None:
    with pytest.raises(SpecError, match="must be a JSON object"):
        read_spec(document)


def test_a_document_may_be_as_short_as_its_data() -> None:
    spec = read_spec({"data": "blobs"})
    assert spec.network.output.activation.kind_name() == "softmax"
    assert spec.loss.kind_name() == "categorical_cross_entropy"
    assert [feature.kind_name() for feature in spec.data.features or ()] == ["x1", "x2"]


def test_a_bare_name_is_the_kind_with_its_defaults() -> None:
    short = changed(example("spiral"), "optimizer", "adam")
    long = changed(example("spiral"), "optimizer", {"kind": "adam"})
    assert read_spec(short) == read_spec(long)


def test_a_feature_that_the_data_cannot_give_is_refused() -> None:
    with pytest.raises(SpecError, match="needs the input x2") as caught:
        describe(read_spec({"data": {"kind": "sine", "features": ["x1", "x2"]}}))
    assert caught.value.path == "data.features.1"


def test_what_is_too_large_is_refused_before_it_is_built() -> None:
    dense = {"kind": "dense", "units": 64}
    with pytest.raises(LimitError, match="at most 12 hidden layers; got 13"):
        describe(read_spec(changed(example("spiral"), "network.layers", [dense] * 13)))
    heavy = {
        "data": {"kind": "spiral", "samples": 5000, "test_fraction": 0.0},
        "network": {"layers": [dense] * 12},
        "training": {"batch_size": "full"},
    }
    with pytest.raises(LimitError, match="multiply-adds"):
        describe(read_spec(heavy))


def test_a_patch_changes_one_field() -> None:
    spec = read_spec(example("spiral"))
    patched = patch_spec(spec, "network.layers.1.units", 5)
    assert patched.document() == changed(spec.document(), "network.layers.1.units", 5)
    assert not is_live(spec, patched)
    assert is_live(spec, patch_spec(spec, "optimizer.learning_rate", 0.5))
    assert is_live(spec, patch_spec(spec, "network.layers.0.regularizer", {"kind": "l2", "rate": 0.1}))


def scalars(document: Any, path: str = "") -> Iterator[str]:
    """Yield the paths of all numbers and names in a document."""
    inside = document.items() if isinstance(document, dict) else enumerate(document)
    for key, value in inside:
        if isinstance(value, dict | list):
            yield from scalars(value, f"{path}{key}.")
        else:
            yield f"{path}{key}"


@pytest.mark.parametrize("value", [0.5, 3, -1, "relu", None, math.nan])
def test_a_patch_of_a_number_or_a_name_gives_what_reading_all_of_it_gives(value: float | str | None) -> None:
    spec = read_spec(example("spiral"))
    for path in scalars(spec.document()):
        found: list[object] = []
        for work in (
            lambda: patch_spec(spec, path, value),  # noqa: B023 - called at once
            lambda: read_spec(changed(spec.document(), path, value)),  # noqa: B023
        ):
            try:
                found.append(work())
            except PlaygroundError as error:
                found.append((error.message, error.path))
        assert found[0] == found[1], path


def test_a_patch_leaves_the_other_parts_as_they_are() -> None:
    spec = read_spec(example("spiral"))
    patched = patch_spec(spec, "optimizer.learning_rate", 0.5)
    assert patched.network is spec.network
    assert patched.data is spec.data
    assert plan_again(plan(spec), patched).spec is patched
    patched = patch_spec(spec, "network.layers.0.units", 5)
    assert patched.network.layers[1] is spec.network.layers[1]
    assert plan_again(plan(spec), patched) == plan(patched)
    assert patch_spec(spec, "network.output.activation", None) == spec


@pytest.mark.parametrize(
    "path",
    [
        "",
        "x",
        "network.__class__.title",
        "optimizer.title",
        "network.layers.-9.units",
        "network.layers.9.units",
        "network.layers.x",
        "seed.x",
        "loss.foo",
    ],
)
def test_a_patch_of_no_field_is_refused(path: str) -> None:
    with pytest.raises(SpecError):
        patch_spec(read_spec(example("spiral")), path, 1)


def test_data_of_another_task_brings_the_right_output_and_loss() -> None:
    patched = patch_spec(read_spec(example("spiral")), "data", "plane")
    assert patched.network.output.activation.kind_name() == "linear"
    assert patched.loss.kind_name() == "mean_squared_error"


EDITS: list[tuple[str, object]] = [
    ("optimizer.learning_rate", 0.123),
    *(("optimizer", kind) for kind in kinds(Optimizer)),
    ("name", "another"),
    ("seed", 12),
    ("optimizer.schedule", "cosine"),
    ("optimizer.schedule", {"kind": "reduce_on_plateau", "metric": "test_loss"}),
    ("training.epochs", 7),
    ("training.batch_size", 1),
    ("training.target", {"metric": "test_accuracy"}),
    ("loss", "hinge"),
    ("data.test_fraction", 0.0),
    ("network.layers.0.activation", "step"),
    ("network.output.frozen", True),
]


@pytest.mark.parametrize(("path", "value"), EDITS)
def test_specs_that_are_described_alike_have_the_same_summary(path: str, value: object) -> None:
    before = read_spec(example("spiral"))
    after = patch_spec(before, path, value)
    one, other = describe(before), describe(after)
    alike = one.document() == other.document() and one.warnings == other.warnings
    assert alike or not described_alike(before, after)
    assert described_alike(before, after) == (path in {"optimizer", "optimizer.learning_rate", "name"})


def test_a_doubtful_combination_is_allowed_and_explained_with_a_cure() -> None:
    spec = read_spec(changed(example("spiral"), "loss", "categorical_cross_entropy"))
    (warning,) = describe(spec).warnings
    assert "several classes" in warning["message"]
    for cure in warning["cure"]:
        spec = patch_spec(spec, cure["path"], cure["value"])
    assert describe(spec).warnings == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
PATHS = st.sampled_from(
    ["data", "data.kind", "data.features", "network", "network.layers", "network.layers.0",
     "network.layers.0.activation", "network.output", "loss", "optimizer", "optimizer.learning_rate",
     "training", "training.batch_size", "training.early_stopping", "seed", "name", "engine"]
)  # fmt: skip


@given(path=PATHS, value=JSON)
def test_any_value_anywhere_is_taken_or_refused_in_one_sentence(path: str, value: object) -> None:
    message = complaint(changed(example("spiral"), path, value))
    assert message is None or (message.endswith(".") and "\n" not in message)


def complaint(document: dict[str, Any]) -> str | None:
    try:
        describe(read_spec(document))
    except PlaygroundError as error:
        return error.message
    return None
