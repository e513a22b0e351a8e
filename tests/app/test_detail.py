"""Where there is more wish than machine, maps come with fewer points a side, and nothing else changes."""

from typing import Any

import numpy as np
import pytest

from app.backends import LocalShard
from app.backends.protocol import FrameRequest, Slice
from app.backends.workbench import Workbench
from app.wire.frames import head
from tests.app.page import decode

SPEC: dict[str, Any] = {
    "data": {"kind": "circle", "samples": 40},
    "network": {"layers": [{"kind": "dense", "units": 3}]},
}
WATCHED: dict[str, dict[str, Any]] = {"surface": {}, "neurons": {}, "weights": {}, "history": {}}


def asked(detail: float, **options: dict[str, Any]) -> Slice:
    """Three steps, and a frame behind them."""
    return Slice("r", 1.0, 3, FrameRequest(WATCHED | options, packed=True, detail=detail))


def probes(reports: list[Any]) -> dict[str, Any]:
    frame = reports[0].frame
    assert frame is not None, reports[0].failure
    found: dict[str, Any] = decode(head("r", 1) + frame.body)["probes"]
    return found


def seen(detail: float, **options: dict[str, Any]) -> dict[str, Any]:
    """What a frame of a run of its own carries behind three steps."""
    bench = Workbench()
    bench.open("r", SPEC, None)
    return probes(bench.tick([asked(detail, **options)]))


@pytest.mark.parametrize(
    ("detail", "surface", "tiles"), [(1.0, 50, 15), (0.5, 25, 8), (0.4, 25, 8), (0.01, 25, 8), (3.0, 50, 15)]
)
def test_maps_have_so_many_points_a_side(detail: float, surface: int, tiles: int) -> None:
    found = seen(detail)
    assert found["surface"]["values"].shape == (1, surface, surface)
    assert found["neurons"]["values"].shape == (2 + 3 + 1, tiles, tiles)


def test_a_map_that_is_small_already_stays() -> None:
    found = seen(0.5, surface={"resolution": 6}, neurons={"resolution": 2})
    assert found["surface"]["values"].shape == (1, 6, 6)
    assert found["neurons"]["values"].shape == (6, 2, 2)


def test_the_picture_is_the_same_but_coarser() -> None:
    whole, coarse = seen(1.0, surface={"resolution": 51}), seen(0.51, surface={"resolution": 51})
    # Of 51 points a side every second one is one of 26.
    np.testing.assert_array_equal(coarse["surface"]["values"], whole["surface"]["values"][:, ::2, ::2])
    for name in ("weights", "history"):
        np.testing.assert_equal(coarse[name], whole[name])


def test_detail_comes_back_with_the_next_frame() -> None:
    bench = Workbench()
    bench.open("r", SPEC, None)
    sides = [probes(bench.tick([asked(detail)]))["surface"]["values"].shape[1] for detail in (1, 0.5, 0.5, 1)]
    assert sides == [50, 25, 25, 50]


async def test_a_process_of_its_own_measures_in_that_detail_too() -> None:
    shard = LocalShard("local")
    await shard.revive()
    try:
        await shard.open("r", SPEC, None)
        assert probes(await shard.tick([asked(0.5)]))["surface"]["values"].shape == (1, 25, 25)
    finally:
        await shard.stop()
