"""What the load generator counts is what there is."""

from __future__ import annotations

import json
import math

import msgpack
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.wire.frames import head, pack_body
from bench.client import Client, read_integer
from bench.figures import finite, growth, histogram_quantile, jain, quantile
from bench.pupils import largest, spiral
from bench.table import growths, text
from bench.watch import epochs_a_second, received
from engine.network import describe
from engine.spec import read_spec


def as_sent(payload: bytes, opcode: int) -> bytes:
    """A message as a server sends it."""
    size = bytes((len(payload),)) if len(payload) < 126 else b"\x7e" + len(payload).to_bytes(2, "big")
    return bytes((0x80 | opcode,)) + size + payload


def frame(seq: int, epoch: int) -> bytes:
    measured = {"epoch": epoch, "step": 25 * epoch, "metrics": {"train_loss": 0.5}, "probes": {}}
    return as_sent(head("0" * 32, seq) + pack_body(measured, 100.0, packed=True)[0], 2)


class Line:
    """A line on which everything has come already, in pieces; what is sent is kept."""

    def __init__(self, *pieces: bytes) -> None:
        self._pieces = list(pieces)
        self.sent = b""

    def recv_into(self, place: memoryview) -> int:
        piece = self._pieces.pop(0)
        place[: len(piece)] = piece
        return len(piece)

    def send(self, data: bytes) -> int:
        self.sent += data
        return len(data)


def client_with(*pieces: bytes) -> tuple[Client, Line]:
    client = Client(1, {}, cookie="")
    line = Line(*pieces)
    client.socket = line  # type: ignore[assignment]
    client._open = True
    client.state = "playing"
    return client, line


@given(st.integers(0, 2**63))
def test_integers_are_read_as_they_are_packed(number: int) -> None:
    packed = msgpack.packb(number)
    assert read_integer(b"x" + packed + b"y", 1) == (number, 1 + len(packed))


@given(st.lists(st.integers(1, 400), min_size=1, max_size=6))
def test_frames_are_counted_however_they_are_cut(cuts: list[int]) -> None:
    data = (
        frame(7, 10)
        + as_sent(json.dumps({"op": "status", "seq": 8, "state": "playing"}).encode(), 1)
        + frame(9, 300)
    )
    pieces = []
    for size in cuts:
        pieces.append(data[:size])
        data = data[size:]
    pieces = [piece for piece in [*pieces, data] if piece]
    client, line = client_with(*pieces)
    for moment in range(len(pieces)):
        assert client.read(float(moment))
    assert list(client.record.epochs) == [10, 300]
    client.acknowledge()
    assert line.sent.count(b'{"op":"ack","seq":') == 2
    assert b'"seq":7}' in line.sent
    assert b'"seq":9}' in line.sent


def test_a_new_start_loses_no_epochs_and_a_cut_line_no_interval() -> None:
    client, _ = client_with(frame(1, 100), frame(2, 10))
    client.read(1.0)
    client.read(2.0)
    assert epochs_a_second(client) == 10
    client.record.times.append(math.nan)
    client.record.epochs.append(110)
    assert client.record.frames == 2
    assert epochs_a_second(client) == 10


def test_a_line_that_is_closed_is_noticed() -> None:
    client, _ = client_with(as_sent((4408).to_bytes(2, "big"), 8))
    assert not client.read(0.0)
    assert client.closed == 4408


def test_figures() -> None:
    assert jain([1, 1, 1]) == pytest.approx(1)
    assert jain([1, 0, 0, 0]) == pytest.approx(0.25)
    assert quantile(range(1, 101), 0.99) == 99
    assert math.isnan(quantile([], 0.5))
    assert growth(30, 2, 300, 20) == pytest.approx(1)
    assert growth(30, 2, 300, 200) == pytest.approx(2)
    assert finite({"a": [math.nan, {"b": math.inf}, 1.5, 2, "x"]}) == {"a": [None, {"b": None}, 1.5, 2, "x"]}
    assert histogram_quantile([(1, 90), (2, 99), (5, 100), (math.inf, 100)], 0.99) == 2


def test_what_pupils_train_is_accepted() -> None:
    assert describe(read_spec(spiral(3))).document()["steps_per_epoch"] == 25
    describe(read_spec(largest(1)))


def test_the_table_shows_every_size() -> None:
    client, _ = client_with(frame(1, 100), frame(2, 110))
    client.read(1.0)
    client.read(2.0)
    rest = {
        "connected": 1,
        "loop_lag_p99_ms": 2.0,
        "cores": {"server": 0.1, "generator": 0.1},
        "microseconds_a_frame": {"server": 100.0},
        "megabytes": {"server": 80.0, "all": 400.0},
    }
    stages = [{**received([client], 2.0), **rest, "playing": size} for size in (30, 300)]
    start = {"page_after": 1.0, "ready_after": 2.0, "megabytes": 300.0}
    found = text({"grow": {"start": start, "stages": stages, "growth": growths(stages)}, "kill": {"runs": 3}})
    assert "30         300" in found
    assert "Growth exponent of memory: 0.00" in found
    assert "runs" in found
