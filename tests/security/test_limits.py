"""No experiment is built before its size is known: what is too large costs next to nothing to refuse."""

from __future__ import annotations

import tracemalloc
from typing import Any

import pytest

from engine.errors import PlaygroundError
from engine.network import describe
from engine.spec import LIMITS, read_spec, spec_schema

WIDE = {"kind": "dense", "units": 64}
WIDEST_MEMORY = 8_000_000  # bytes; one layer of 8,192 units would take 268 million


def residual(depth: int) -> dict[str, Any]:
    inside = [WIDE] if depth == 0 else [residual(depth - 1)]
    return {"kind": "residual", "layers": inside}


@pytest.mark.parametrize(
    ("document", "path"),
    [
        (
            {"data": "xor", "network": {"layers": [{"kind": "dense", "units": 8192}]}},
            "network.layers.0.units",
        ),
        (
            {"data": "xor", "network": {"layers": [{"kind": "dense", "units": 10**18}]}},
            "network.layers.0.units",
        ),
        ({"data": "xor", "network": {"layers": [WIDE] * 13}}, "network.layers"),
        ({"data": "xor", "network": {"layers": [WIDE] * 5000}}, "network.layers"),
        (
            {"data": "xor", "network": {"layers": [residual(3)]}},
            "network.layers.0.layers.0.layers.0.layers.0.layers",
        ),
        ({"data": {"kind": "spiral", "samples": 10**9}}, "data.samples"),
        ({"data": "spiral", "training": {"epochs": 10**9}}, "training.epochs"),
        ({"data": "spiral", "training": {"batch_size": 10**9}}, "training.batch_size"),
        (
            {
                "data": {"kind": "spiral", "samples": 5000, "test_fraction": 0.0},
                "network": {"layers": [WIDE] * 12},
                "training": {"batch_size": "full"},
            },
            "training.batch_size",
        ),
        ({"data": "spiral", "name": "x" * 50_000}, "name"),
    ],
    ids=["wide", "wider", "deep", "deeper", "nested", "samples", "epochs", "batch", "work of a step", "name"],
)
def test_what_is_too_large_is_refused_and_costs_nothing(document: dict[str, Any], path: str) -> None:
    describe(read_spec({"data": "xor"}))  # What is loaded once does not count.
    tracemalloc.start()
    try:
        with pytest.raises(PlaygroundError) as refused:
            describe(read_spec(document))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert refused.value.path == path
    assert peak < WIDEST_MEMORY


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("test_fraction", False), ("test_fraction", "0.1"), ("samples", 10.5), ("samples", "10"), ("noise", None),
        ("noise", [0.1]), ("unknown", 1),
    ],
)  # fmt: skip
def test_values_are_taken_as_they_are_or_not_at_all(path: str, value: object) -> None:
    with pytest.raises(PlaygroundError):
        read_spec({"data": {"kind": "spiral", path: value}})


def unbounded(schema: Any, path: str = "") -> list[str]:
    """Numbers and texts of a schema that may be of any size."""
    if isinstance(schema, list):
        return [found for part in schema for found in unbounded(part, path)]
    if not isinstance(schema, dict):
        return []
    found = []
    if schema.get("type") in {"integer", "number"} and not {"enum", "const"} & set(schema):
        high = {"maximum", "exclusiveMaximum"} & set(schema)
        low = {"minimum", "exclusiveMinimum"} & set(schema)
        found += [] if high and low else [f"{path}: {schema.get('title')}"]
    if schema.get("type") == "string" and not {"enum", "const", "maxLength", "pattern"} & set(schema):
        found.append(f"{path}: {schema.get('title')}")
    return found + [fault for name, part in schema.items() for fault in unbounded(part, f"{path}/{name}")]


def test_every_number_and_text_of_a_spec_has_a_bound() -> None:
    assert unbounded(spec_schema()) == [
        "/$defs/Csv/properties/text/anyOf: None",  # its bound has a sentence of its own
        "/$defs/Points/properties/points/items/items: None",  # how far one may lie depends on its axis
    ]


@pytest.mark.parametrize(
    "data",
    [
        {"kind": "csv", "text": "a,b\n" + "1,2\n" * 9000},
        {"kind": "points", "points": [[0.0, 1e9, 0.0]]},
        {"kind": "points", "points": [[0.0, 0.0, 0.0]] * 5001},
    ],
)
def test_the_other_two_have_one_as_well(data: dict[str, Any]) -> None:
    with pytest.raises(PlaygroundError, match=r"at most|between|must lie"):
        read_spec({"data": data})


def test_the_limits_are_those_of_a_small_machine() -> None:
    assert LIMITS["units"] <= 64
    assert LIMITS["layers"] <= 12
    assert LIMITS["parameters"] <= 50_000
    assert LIMITS["samples"] <= 5_000
    assert LIMITS["resolution"] <= 128
