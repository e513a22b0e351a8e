"""What nobody would send by mistake: values of every wrong type and size, and documents with one of them inside."""

from __future__ import annotations

import copy
import json
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from engine.concepts.discovery import families, kinds
from engine.spec import read_spec

EXAMPLES = Path(__file__).parents[1] / "examples"


def nested(depth: int, around: str = "list") -> Any:
    """Something very deep."""
    value: Any = 0
    for _ in range(depth):
        value = [value] if around == "list" else {"layers": [value]}
    return value


EDGES: list[Any] = [
    None, True, False, 0, 1, -1, 2, 3, 64, 65, 4999, 5001, 2**31, 2**32, 2**53, 2**63, -(2**63), 2**70, 10**300,
    0.0, -0.0, 0.5, 1.0, -1.5, 1e-320, 1e-9, 1e9, 1e38, 1e308, -1e308,
    "", " ", "full", "max", "tanh", "x1", "dense", "kind", "__class__", "constructor", "../../etc/passwd",
    "\u0000", "\u202e", "😀", "é" * 200, "x" * 5000, "{{7*7}}", "<script>", "'; --", "=cmd()", "%s%n", "1e5", "NaN",
    [], [[]], [None], [1, 2, 3], ["x1", "x1"], [{}], [0.0] * 200, [["a"]], [[0, 1e308]], [[1, 2], [3]],
    {}, {"": ""}, {"kind": None}, {"kind": []}, {"kind": {}}, {"kind": "no such"}, {"kind": "tanh", "x": 1},
    {"a": {"b": {}}},
    {"kind": "dense"}, {"kind": "dense", "units": 10**9}, {"kind": "residual", "layers": []}, {"kind": "csv"},
    {"kind": "points", "points": [[0, 0, 0]] * 3}, [{"kind": "dense", "units": 64}] * 13,
    nested(20), nested(60), nested(40, "layers"),
]  # fmt: skip


def shallow() -> st.SearchStrategy[Any]:
    """Any JSON, not very large."""
    return st.recursive(
        st.sampled_from(EDGES)
        | st.integers()
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(max_size=8),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
        max_leaves=6,
    )


@cache
def words() -> list[str]:
    """Names of all kinds: right in one place and wrong in all others."""
    return sorted({name for family in families().values() for name in kinds(family)})


def values() -> st.SearchStrategy[Any]:
    """A value for any place: mostly one that is nearly right."""
    kind = st.sampled_from(words())
    return (
        st.sampled_from(EDGES)
        | kind
        | st.builds(lambda name: {"kind": name}, kind)
        | st.builds(
            lambda name, field, value: {"kind": name, field: value}, kind, st.sampled_from(FIELDS),
            st.sampled_from(EDGES),
        )
        | st.integers(-2, 200)
        | st.floats(-10, 10, width=32)
        | shallow()
    )  # fmt: skip


FIELDS = [
    "units", "rate", "samples", "noise", "momentum", "learning_rate", "schedule", "points", "text", "layers",
    "target", "inputs", "test_fraction", "activation", "seed", "factor", "epochs", "classes", "turns",
]  # fmt: skip


@cache
def documents() -> list[dict[str, Any]]:
    """Experiments as they are normalized, with every field there is."""
    read = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(EXAMPLES.glob("*.json"))]
    more = [{"data": {"kind": name}} for name in ("moons", "wine", "polynomial", "blobs")]
    stopping = {"early_stopping": {}, "target": {}, "plateau": {}, "gradient_clipping": {"kind": "norm"}}
    more.append({"data": "xor", "training": stopping, "optimizer": {"kind": "sgd", "schedule": "warmup"}})
    return [read_spec(document).document() for document in (*read, *more)]


def places(value: Any, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """The path of everything in a document."""
    parts: list[tuple[str, Any]] = []
    if isinstance(value, dict):
        parts = list(value.items())
    elif isinstance(value, list):
        parts = [(str(index), part) for index, part in enumerate(value)]
    return [place for name, part in parts for place in ((*path, name), *places(part, (*path, name)))]


def replaced(document: dict[str, Any], path: tuple[str, ...], value: Any) -> dict[str, Any]:
    """The document with another value in one place."""
    result = copy.deepcopy(document)
    holder: Any = result
    for part in path[:-1]:
        holder = holder[int(part)] if isinstance(holder, list) else holder[part]
    holder[int(path[-1]) if isinstance(holder, list) else path[-1]] = value
    return result


@st.composite
def mutated(draw: st.DrawFn) -> dict[str, Any]:
    """An experiment in which one to three places are not as they were."""
    document = draw(st.sampled_from(documents()))
    for _ in range(draw(st.integers(1, 3))):
        known = places(document)
        if known:
            document = replaced(document, draw(st.sampled_from(known)), draw(values()))
    return document


def _held(document: Any, path: tuple[str, ...]) -> Any:
    for part in path:
        document = document[int(part)] if isinstance(document, list) else document[part]
    return document


def _likely(value: Any) -> st.SearchStrategy[Any]:
    """Something that may well stand where a value stands: another kind of its family, a number nearby."""
    if isinstance(value, bool):
        return st.booleans()
    if isinstance(value, int):
        return st.integers(max(0, value - 3), value + 3)
    if isinstance(value, float):
        return st.sampled_from([0.0, value / 3, value * 0.9, min(1.0, value * 3), 1.0])
    if isinstance(value, dict) and "kind" in value:
        alike = [
            name for family in families().values() if value["kind"] in kinds(family) for name in kinds(family)
        ]
        return st.sampled_from(alike).map(lambda name: {"kind": name})
    if isinstance(value, list):
        return st.just(value[:-1]) | st.just([*value, *value[-1:]])
    return st.just(value)


@st.composite
def likely(draw: st.DrawFn) -> dict[str, Any]:
    """An experiment with other kinds and numbers, which is often one too."""
    document = draw(st.sampled_from(documents()))
    for _ in range(draw(st.integers(1, 5))):
        known = [place for place in places(document) if place[-1] not in {"kind", "format"}]
        path = draw(st.sampled_from(known))
        document = replaced(document, path, draw(_likely(_held(document, path))))
    return document


@st.composite
def paths(draw: st.DrawFn) -> str:
    """A path of a field, or nearly one."""
    known = st.sampled_from([".".join(place) for document in documents() for place in places(document)])
    parameters = st.sampled_from(
        ["parameters.output.bias.0", "parameters.layers.0.weight.1.1", "parameters.output.weight.-1.0",
         "parameters.layers.99.weight.0.0", "parameters.output.bias.99999999999999999999", "parameters.",
         "parameters.a.b",
         "parameters.layers.0.weight.²", "parameters.output.bias", "parameters.input.weight.0.0",
         "parameters.output.bias.٣"]
    )  # fmt: skip
    path = draw(known | known | parameters | st.text(min_size=1, max_size=12))
    if draw(st.integers(0, 4)) == 0:
        path += draw(
            st.sampled_from([".", ".x", ".0", ".-1", ".99", ".__class__", "..", ".kind", ".²", "." * 100])
        )
    return path[:256]
