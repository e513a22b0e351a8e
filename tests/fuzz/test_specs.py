"""Whatever document comes: an experiment within its limits, or one sentence that says where it is wrong."""

from __future__ import annotations

from typing import Any

from hypothesis import example, given, settings

from engine.concepts.discovery import families, kinds
from engine.errors import PlaygroundError
from engine.network import describe
from engine.network.network import batch_size
from engine.run import Run
from engine.spec import LIMITS, Spec, patch_spec, read_spec
from tests.fuzz.values import documents, likely, mutated, nested, paths, shallow, values

PROBES = sorted(kinds(families()["probes"]))
LONGEST_SENTENCE = 600


def judged(document: Any) -> Spec | None:
    """The experiment that a document describes, checked to be within its limits; None where it was refused."""
    try:
        spec = read_spec(document)
        summary = describe(spec)
    except PlaygroundError as error:
        check_sentence(error)
        return None
    network = summary.network
    assert network.parameter_count <= LIMITS["parameters"]
    assert 3 * network.multiply_adds * batch_size(spec) <= LIMITS["multiply_adds_per_step"]
    assert spec.data.sample_count() <= LIMITS["samples"]
    assert len(network.nodes) <= 3 * LIMITS["layers"] + 1
    assert all(node.parameter_count <= LIMITS["parameters"] for node in network.nodes)
    assert spec.training.epochs <= LIMITS["epochs"]
    assert read_spec(spec.document()) == spec
    summary.document()
    return spec


def check_sentence(error: PlaygroundError) -> None:
    """One sentence, a hint of one sentence, and a path of fields."""
    assert error.code in {"spec", "limit", "shape", "command"}
    for text in (error.message, error.hint):
        assert text == text.strip()
        assert "\n" not in text
        assert 0 < len(text) <= LONGEST_SENTENCE, text
        assert text.endswith((".", "?")), text
    assert error.path is None or "function-" not in error.path


@given(shallow())
@example({"data": nested(60)})
@example({"data": "xor", "network": nested(40, "layers")})
def test_any_json_is_an_experiment_or_a_sentence(document: Any) -> None:
    judged(document)


@given(mutated())
def test_an_experiment_with_anything_anywhere_is_one_or_a_sentence_with_its_place(
    document: dict[str, Any],
) -> None:
    judged(document)


@settings(max_examples=max(20, settings.default.max_examples // 3))
@given(likely())
def test_what_is_accepted_can_be_built_and_trained(document: dict[str, Any]) -> None:
    spec = judged(document)
    if spec is None or 3 * describe(spec).network.multiply_adds * batch_size(spec) > 2_000_000:
        return
    try:
        run = Run(spec)
        run.advance(2)
    except PlaygroundError as error:
        check_sentence(error)
    else:
        run.measure({probe: {} for probe in PROBES})


@given(document=paths().flatmap(lambda path: values().map(lambda value: (path, value))))
def test_a_patch_of_anything_gives_an_experiment_or_a_sentence(document: tuple[str, Any]) -> None:
    path, value = document
    for known in documents()[:3]:
        try:
            patched = patch_spec(read_spec(known), path, value)
        except PlaygroundError as error:
            check_sentence(error)
        else:
            judged(patched.document())
