"""What nearly every page watches is packed without detours, and to the last byte as by the ordinary way."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.backends.glance import USUAL, glance_at
from app.backends.protocol import FrameRequest
from app.backends.workbench import Bench
from app.bench.page import WATCHED
from app.wire.frames import head, pack_body
from engine.probes import read_probe
from engine.run import Run
from engine.spec import patch_spec, read_spec
from tests.app.page import decode

PAGE = {name: options for name, options in WATCHED.items() if name != "data"}


def bench_of(*units: int, data: Any = "spiral", activation: Any = "tanh", **more: Any) -> Bench:
    layers = [{"kind": "dense", "units": count, "activation": activation} for count in units]
    spec = {"data": data, "network": {"layers": layers}, "training": {"epochs": 100_000}, "seed": 7, **more}
    return Bench(Run(read_spec(spec)))


def request_of(bench: Bench, known: int = 0, **more: Any) -> FrameRequest:
    return FrameRequest(PAGE, data_version=bench.run.data_version, packed=True, fixed=known)._replace(**more)


def at_a_glance(bench: Bench, request: FrameRequest) -> bool:
    """Whether a frame is made without detours."""
    probes = {name: read_probe(name, options) for name, options in request.watched.items()}
    return glance_at(bench.run, probes) is not None


def ordinary(bench: Bench, request: FrameRequest) -> tuple[bytes, int | None]:
    """What the ordinary way makes of the same moment."""
    probes = {
        name: read_probe(name, options).at_detail(request.detail) for name, options in request.watched.items()
    }
    with np.errstate(invalid="ignore", over="ignore"):
        seen = bench.run.measured(bench.run.look(probes, request.history_from))
    return pack_body(seen, bench.epochs_per_second(), packed=True, known=request.fixed)


def assert_the_same(bench: Bench, request: FrameRequest) -> int | None:
    """The frame is what the ordinary way makes of it, once for who knows nothing and once for who has all."""
    assert at_a_glance(bench, request)
    with np.errstate(invalid="ignore", over="ignore"):
        first = bench.frame(request, standing=False)
        again = bench.frame(request._replace(fixed=first.fixed), standing=False)
    assert (first.body, first.fixed) == ordinary(bench, request)
    assert (again.body, again.fixed) == ordinary(bench, request._replace(fixed=first.fixed))
    assert len(again.body) < len(first.body)
    frame = decode(head("r", 1, has_fixed=True) + first.body)
    assert frame["epoch"] == bench.run.epoch
    assert set(frame["probes"]) == set(request.watched)
    return first.fixed


NETWORKS: dict[str, dict[str, Any]] = {
    "tanh": {},
    "relu": {"activation": "relu"},
    "classes": {"data": {"kind": "blobs", "classes": 3}},
    "regression": {"data": "plane"},
    "many inputs": {"data": "wine"},
    "pytorch": {"engine": "torch"},
    "learned slopes": {"activation": "prelu"},
}


@pytest.mark.parametrize("network", NETWORKS.values(), ids=NETWORKS)
def test_the_bytes_are_those_of_the_ordinary_way(network: dict[str, Any]) -> None:
    bench = bench_of(6, 3, **network)
    numbers = set()
    for _ in range(3):
        numbers.add(assert_the_same(bench, request_of(bench)))
        bench.advance(0.01, 3 * bench.run.steps_per_epoch, 0.0)
    assert len(numbers) == 1, "what stays the same has one number"


@given(
    units=st.lists(st.integers(1, 20), min_size=0, max_size=3),
    detail=st.sampled_from([1.0, 0.7, 0.4]),
    history_from=st.integers(0, 40),
    epochs=st.integers(0, 40),
    watched=st.sets(st.sampled_from(list(PAGE)), min_size=1),
)
@settings(deadline=None, max_examples=30)
def test_whatever_is_watched(
    units: list[int], detail: float, history_from: int, epochs: int, watched: set[str]
) -> None:
    bench = bench_of(*units, data={"kind": "xor", "samples": 40})
    bench.run.advance_epochs(epochs)
    probes = {name: options for name, options in PAGE.items() if name in watched}
    request = request_of(bench, watched=probes, detail=detail, history_from=history_from)
    assert at_a_glance(bench, request)
    frame = bench.frame(request, standing=False)
    assert (frame.body, frame.fixed) == ordinary(bench, request)
    assert frame.history_until == (bench.run.epoch if "history" in watched else None)


def test_runs_that_share_the_room_for_their_maps_see_their_own() -> None:
    squares = {"kind": "spiral", "features": ["x1^2", "x2^2"]}
    benches = [bench_of(6, 3, data=data, seed=seed) for seed, data in enumerate(["spiral", squares])]
    for bench in benches * 2:
        bench.run.advance(5)
        assert_the_same(bench, request_of(bench))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("optimizer.learning_rate", 0.5),
        ("optimizer", "sgd"),
        ("training.batch_size", 7),
        ("data.noise", 0.2),
        ("data.kind", "plane"),
        ("network.layers.0.activation", "relu"),
        ("network.layers.0.units", 4),
        ("network.layers", []),
    ],
)
def test_after_an_edit_the_new_network_is_seen(path: str, value: Any) -> None:
    bench = bench_of(6, 3)
    bench.run.advance(5)
    assert_the_same(bench, request_of(bench))
    bench.run.reconfigure(patch_spec(bench.run.spec, path, value))
    for _ in range(2):
        assert_the_same(bench, request_of(bench))
        bench.run.advance(5)
    bench.run.reset()
    assert_the_same(bench, request_of(bench))


def test_a_network_that_diverged_is_seen() -> None:
    bench = bench_of(6, 3, data="plane", activation="relu", optimizer={"kind": "sgd", "learning_rate": 10})
    with np.errstate(invalid="ignore", over="ignore"):
        bench.run.advance(500)
    assert bench.run.divergence is not None
    assert_the_same(bench, request_of(bench))


@pytest.mark.parametrize(
    ("data", "watched"),
    [
        ("sine", {"surface": {}}),
        ("sine", {"neurons": {}}),
        ("spiral", {"neurons": {"inspect": "layers.0.1"}}),
        ("spiral", {"surface": {}, "gradients": {}}),
        ("spiral", {"surface": {}, "metrics": {}}),
    ],
)
def test_other_pictures_go_the_ordinary_way(data: str, watched: dict[str, Any]) -> None:
    bench = bench_of(6, 3, data=data)
    request = request_of(bench, watched=watched)
    assert not at_a_glance(bench, request)
    frame = decode(head("r", 1, has_fixed=True) + bench.frame(request).body)
    assert set(frame["probes"]) == set(watched)


def test_it_is_for_what_a_page_watches_at_first() -> None:
    assert set(USUAL) == set(PAGE)
