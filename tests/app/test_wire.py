"""What travels: commands are read or refused in a sentence, frames can be read back, types are up to date."""

from __future__ import annotations

import json
from typing import Any

import msgpack
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from app.wire.commands import Message, read_command
from app.wire.events import Refusal, Status, numbered
from app.wire.frames import head, pack_body
from app.wire.packing import EXTENSIONS, LONGEST_AXIS, pack_maps
from app.wire.typescript import TARGET, typescript
from engine.bundle import Bundle, layout_of
from engine.errors import CommandError
from engine.probes.probe import Fixed, Seen
from tests.app.page import decode, unpacked

OPS = ["hello", "configure", "patch", "play", "pause", "step", "reset", "watch", "unwatch", "ack"]
FIELDS = ["run", "token", "last_seq", "accept", "spec", "path", "value", "epochs_per_second", "steps", "epochs",
          "probe", "options", "seq"]  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
NEARLY = st.builds(
    lambda op, fields: {"op": op, **fields},
    st.sampled_from(OPS) | JSON,
    st.dictionaries(st.sampled_from(FIELDS) | st.text(max_size=5), JSON, max_size=5),
)


def answer(text: str) -> Message | CommandError:
    try:
        command = read_command(text)
    except CommandError as error:
        return error
    assert isinstance(command, Message)
    return command


@given(JSON | NEARLY)
def test_any_json_is_a_command_or_a_sentence(document: Any) -> None:
    found = answer(json.dumps(document))
    if isinstance(found, CommandError):
        assert found.message[-1] == "."
        assert len(found.message) < 250
        assert "\n" not in found.message
    else:
        assert found.model_dump(mode="json")["op"] == document["op"]


@given(st.text())
def test_any_text_is_a_command_or_a_sentence(text: str) -> None:
    found = answer(text)
    assert not isinstance(found, CommandError) or found.hint


@pytest.mark.parametrize("value", [True, "1", None, [1]])
def test_numbers_are_numbers(value: Any) -> None:
    with pytest.raises(CommandError, match="steps"):
        read_command(json.dumps({"op": "step", "steps": value or "x"}))
    with pytest.raises(CommandError, match="seq"):
        read_command(json.dumps({"op": "ack", "seq": value}))


def test_events_carry_every_field() -> None:
    status = json.loads(numbered(Status(state="paused", epoch=3, step=75), 9))
    assert status == {
        "op": "status", "seq": 9, "state": "paused", "epoch": 3, "step": 75, "reason": None, "cause": None,
    }  # fmt: skip
    error = json.loads(numbered(Refusal(code="spec", path="data", message="m", hint=None), 1))
    assert set(error) == {"op", "seq", "code", "path", "message", "hint"}


METRICS = {"train_loss": 0.5, "test_loss": None}


@given(
    arrays.arrays(np.uint8, arrays.array_shapes(min_dims=2, max_dims=3, max_side=12)),
    arrays.arrays(np.float32, arrays.array_shapes(max_dims=2, max_side=5)),
    st.booleans(),
)
def test_frames_come_back_as_they_were(maps: Any, values: Any, packed: bool) -> None:
    measured = {
        "epoch": 7,
        "step": 70,
        "metrics": METRICS,
        "probes": {
            "surface": {"values": maps, "low": values},
            "weights": {"nodes": {"output": {"bias": values}}},
        },
    }
    frame = decode(head("a" * 32, 2**40) + pack_body(measured, 12.5, packed=packed)[0])
    assert list(frame)[:3] == ["op", "run", "seq"]
    assert (frame["op"], frame["run"], frame["seq"]) == ("frame", "a" * 32, 2**40)
    assert (frame["epoch"], frame["step"], frame["epochs_per_second"]) == (7, 70, 12.5)
    assert frame["metrics"] == METRICS
    np.testing.assert_array_equal(frame["probes"]["surface"]["values"], maps)
    np.testing.assert_array_equal(frame["probes"]["surface"]["low"], values)
    np.testing.assert_array_equal(frame["probes"]["weights"]["nodes"]["output"]["bias"], values)


LAYOUT = layout_of((("layers.0.weight", (2, 3)), ("layers.0.bias", (2,)), ("output.bias", (1,))))


def seen_at(epoch: int, fixed: Fixed) -> dict[str, Any]:
    """What probes see of which a part stays the same, and of which a part lies together."""
    numbers = np.arange(9, dtype=np.float32)
    return {
        "epoch": epoch,
        "step": 0,
        "metrics": {},
        "probes": {
            "weights": {"nodes": Bundle(LAYOUT, numbers + epoch)},
            "neurons": Seen(fixed, {"values": numbers * epoch, "nodes": []}),
            "losses": {"values": numbers},
        },
    }


def check_seen(frame: dict[str, Any], epoch: int) -> None:
    neurons, nodes = frame["probes"]["neurons"], frame["probes"]["weights"]["nodes"]
    assert (neurons["axes"], neurons["nodes"]) == (["x1"], [])
    np.testing.assert_array_equal(neurons["low"], [0, 1])
    np.testing.assert_array_equal(neurons["values"], np.arange(9) * epoch)
    np.testing.assert_array_equal(nodes["layers.0"]["weight"], np.arange(6).reshape(2, 3) + epoch)
    np.testing.assert_array_equal(nodes["layers.0"]["bias"], np.arange(6, 8) + epoch)
    np.testing.assert_array_equal(nodes["output"]["bias"], [8 + epoch])
    np.testing.assert_array_equal(frame["probes"]["losses"]["values"], np.arange(9))


@pytest.mark.parametrize("packed", [False, True])
def test_what_stays_the_same_comes_with_every_frame_to_those_who_do_not_keep_it(packed: bool) -> None:
    fixed = Fixed(axes=["x1"], low=np.arange(2, dtype=np.float32))
    for epoch in range(2):
        body, number = pack_body(seen_at(epoch, fixed), 0.0, packed=packed)
        assert number is None
        check_seen(decode(head("r", 1) + body), epoch)


def test_what_stays_the_same_comes_once_to_those_who_keep_it() -> None:
    fixed, other = (Fixed(axes=["x1"], low=np.arange(2, dtype=np.float32), count=n) for n in range(2))
    kept: dict[int, Any] = {}
    sizes, numbers, known = [], [], 0
    for epoch, part in enumerate([fixed, fixed, other, other, fixed]):
        body, number = pack_body(seen_at(epoch, part), 0.0, packed=True, known=known)
        check_seen(decode(head("r", 1, has_fixed=True) + body, kept), epoch)
        sizes.append(len(body))
        numbers.append(number)
        known = number or 0
    assert numbers[0] == numbers[1] == numbers[4] != numbers[2] == numbers[3]
    assert sizes[1] == sizes[3] < sizes[0] - 50 == sizes[4] - 50


def test_a_frame_in_which_nothing_stays_the_same_has_no_fixed_part() -> None:
    measured = {
        "epoch": 1,
        "step": 0,
        "metrics": {},
        "probes": {"losses": {"values": np.zeros(3, np.float32)}},
    }
    body, number = pack_body(measured, 0.0, packed=True, known=0)
    assert number is None
    assert "fixed" not in msgpack.unpackb(head("r", 1) + body, ext_hook=lambda _code, _data: None)


def test_numbers_of_numpy_and_counts_travel_too() -> None:
    measured = {
        "epoch": np.int64(1),
        "step": 1,
        "metrics": {"train_loss": np.float32(0.5)},
        "probes": {"history": {"from": 0, "epoch": np.arange(3, dtype=np.int64)}},
    }
    frame = decode(head("r", 1) + pack_body(measured, 0.0, packed=False)[0])
    assert frame["metrics"]["train_loss"] == 0.5
    assert frame["probes"]["history"]["epoch"].dtype == np.uint32


def test_what_cannot_be_packed_is_said() -> None:
    measured = {"epoch": 1, "step": 1, "metrics": {}, "probes": {"odd": object()}}
    with pytest.raises(TypeError, match="object"):
        pack_body(measured, 0.0, packed=False)


def test_smooth_maps_become_smaller() -> None:
    axis = np.linspace(-3, 3, 50)
    smooth = (127 * (1 + np.tanh(axis[:, None] + axis))).astype(np.uint8)[None]
    measured = {"epoch": 0, "step": 0, "metrics": {}, "probes": {"surface": {"values": smooth}}}
    raw, packed = (pack_body(measured, 0.0, packed=way)[0] for way in (False, True))
    assert len(packed) < len(raw) / 2
    assert msgpack.unpackb(head("r", 1) + packed)["probes"]["surface"]["values"].code == EXTENSIONS["packed"]


def test_an_array_too_long_for_the_short_form_comes_in_the_other() -> None:
    values = np.arange(LONGEST_AXIS + 1, dtype=np.float32)
    measured = {"epoch": 0, "step": 0, "metrics": {}, "probes": {"odd": {"values": values}}}
    frame = decode(head("r", 1) + pack_body(measured, 0.0, packed=True)[0])
    np.testing.assert_array_equal(frame["probes"]["odd"]["values"], values)


@given(
    shape=st.tuples(st.integers(1, 4), st.integers(1, 40), st.integers(1, 40)),
    steepness=st.sampled_from([0, 1, 5, 30, 256]),
    seed=st.integers(0, 99),
)
def test_packed_maps_come_back_as_they_were(shape: tuple[int, int, int], steepness: int, seed: int) -> None:
    changes = np.random.default_rng(seed).integers(-steepness, steepness + 1, shape)
    maps = np.cumsum(np.cumsum(changes, axis=1), axis=2).astype(np.uint8)
    np.testing.assert_array_equal(unpacked(pack_maps(maps), list(shape)), maps)


def test_a_constant_map_takes_next_to_nothing() -> None:
    assert len(pack_maps(np.full((1, 50, 50), 9, np.uint8))) <= 20


def test_the_types_of_the_page_are_current() -> None:
    assert TARGET.read_text(encoding="utf-8") == typescript(), "Run python -m app.wire.typescript."
