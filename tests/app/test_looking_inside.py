"""What is seen inside a network arrives at a page as their types say, with every digit."""

from typing import Any

import pytest
from pydantic import TypeAdapter

from app.wire.frames import head, pack_body
from app.wire.probes import Probes
from engine.run import Run
from engine.spec import read_spec
from tests.app.page import decode

SPEC = {
    "data": {"kind": "circle", "samples": 60},
    "optimizer": "adam",
    "network": {
        "layers": [{"kind": "dense", "units": 3}, {"kind": "batch_norm"}, {"kind": "dense", "units": 2}]
    },
}
PLACE = {"node": "layers.0", "parameter": "weight", "index": [0, 1]}
WATCHED: list[tuple[str, dict[str, Any]]] = [
    ("trace", {"sample": 2, **PLACE}),
    ("trace", {"sample": 4000}),
    ("gradient_check", PLACE),
    ("gradient_check", {"node": "nowhere"}),
    ("landscape", {"plane": "weights", "racers": [{"kind": "sgd"}, "rmsprop"]}),
    ("landscape", {"plane": "weights", "first": "nowhere"}),
    ("gradients", {"values": True}),
    ("histograms", {"epoch": 1}),
    ("hidden", {}),
]


@pytest.mark.parametrize(("probe", "options"), WATCHED)
def test_a_payload_is_what_its_type_says(probe: str, options: dict[str, Any]) -> None:
    run = Run(read_spec(SPEC))
    run.advance_epochs(2)
    measured = run.measure({probe: options})
    frame = decode(head("r", 1) + pack_body(measured, 0.0, packed=True)[0])
    found = frame["probes"]
    read = TypeAdapter(Probes).validate_python(found)
    assert read[probe].keys() == measured["probes"][probe].keys()  # type: ignore[literal-required]
    if probe == "trace":
        assert found["trace"]["nodes"] == measured["probes"]["trace"]["nodes"]
