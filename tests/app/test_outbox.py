"""Numbers rise, events are kept, of frames the newest counts, and no more than two are under way."""

from __future__ import annotations

import asyncio
import json

import msgpack
import pytest

from app.backends.protocol import Frame
from app.outbox import RING, RING_BYTES, Outbox, OutboxFullError, SupersededError
from app.wire.events import Refusal, Status
from app.wire.frames import pack_body


def status(step: int) -> Status:
    return Status(state="playing", epoch=0, step=step)


def frame(epoch: int, data_version: int | None = None) -> Frame:
    body, _ = pack_body({"epoch": epoch, "step": 0, "metrics": {}, "probes": {}}, 0.0, packed=False)
    return Frame(body, epoch, data_version)


def without_history(epoch: int) -> Frame:
    return Frame(frame(epoch).body)


def connected(last_seq: int | None = None) -> Outbox:
    outbox = Outbox("run")
    outbox.connect(last_seq)
    return outbox


async def read(outbox: Outbox) -> list[tuple[str, int, int]]:
    """What there is to read now: kind, number, and step or epoch."""
    found = []
    while True:
        try:
            async with asyncio.timeout(0.01):
                message = await outbox.next_message(outbox.reader)
        except TimeoutError:
            return found
        event = msgpack.unpackb(message) if isinstance(message, bytes) else json.loads(message)
        found.append((event["op"], event["seq"], event["epoch"] if event["op"] == "frame" else event["step"]))


async def test_events_come_before_the_frame_and_numbers_rise() -> None:
    outbox = connected()
    outbox.show(frame(5))
    outbox.tell(status(1))
    outbox.tell(status(2))
    assert await read(outbox) == [("status", 1, 1), ("status", 2, 2), ("frame", 3, 5)]


async def test_the_newest_frame_wins() -> None:
    outbox = connected()
    outbox.show(frame(1))
    outbox.show(frame(2))
    assert await read(outbox) == [("frame", 1, 2)]


async def test_credit_is_for_two_frames_wherever_they_are() -> None:
    outbox = connected()
    ticket = outbox.promise()
    assert outbox.has_credit
    outbox.promise()
    assert not outbox.has_credit
    outbox.fulfil(ticket, frame(1))
    assert not outbox.has_credit
    assert await read(outbox) == [("frame", 1, 1)]
    assert not outbox.has_credit
    outbox.acknowledge(1, 0.0)
    assert outbox.has_credit
    outbox.acknowledge(99, 0.0)
    outbox.fulfil(ticket, None)
    assert outbox.has_credit


async def test_what_was_acknowledged_is_known() -> None:
    outbox = connected()
    outbox.show(frame(3, data_version=1))
    await read(outbox)
    outbox.show(frame(8))
    await read(outbox)
    assert (outbox.shown_epoch, outbox.shown_data) == (0, None)
    outbox.acknowledge(2, 0.0)
    assert (outbox.shown_epoch, outbox.shown_data) == (8, 1)
    outbox.show(without_history(20))
    await read(outbox)
    outbox.acknowledge(3, 0.0)
    assert (outbox.shown_epoch, outbox.shown_data) == (8, 1)


async def test_what_stays_the_same_is_known_once_its_frame_was_acknowledged() -> None:
    outbox = connected()
    known = []
    for seq, fixed in enumerate([7, 8, None, 9], start=1):
        outbox.show(Frame(b"", fixed=fixed))
        await outbox.next_message(outbox.reader)
        known.append(outbox.shown_fixed)
        outbox.acknowledge(seq, 0.0)
        known.append(outbox.shown_fixed)
    outbox.start_again()
    assert (known, outbox.shown_fixed) == ([0, 7, 7, 8, 8, 0, 0, 9], 0)


async def test_frames_of_a_course_that_was_left_do_not_count() -> None:
    outbox = connected()
    ticket = outbox.promise()
    outbox.show(frame(50))
    await read(outbox)
    outbox.start_again()
    outbox.fulfil(ticket, frame(60))
    assert await read(outbox) == []
    outbox.acknowledge(1, 0.0)
    assert outbox.shown_epoch == 0
    assert outbox.has_credit


async def test_what_was_missed_is_sent_again() -> None:
    outbox = connected()
    for step in range(1, 6):
        outbox.tell(status(step))
    assert outbox.connect(3)
    assert await read(outbox) == [("status", 4, 4), ("status", 5, 5)]
    outbox.disconnect()
    outbox.tell(status(6))
    assert outbox.connect(5)
    assert await read(outbox) == [("status", 6, 6)]


@pytest.mark.parametrize(
    ("last_seq", "complete"), [(0, False), (9, False), (10, True), (RING + 10, True), (999, False)]
)
async def test_whether_nothing_is_missing_is_known(last_seq: int, complete: bool) -> None:
    outbox = connected()
    for step in range(RING + 10):
        outbox.tell(status(step))
    assert outbox.connect(last_seq) is complete
    assert [seq for _, seq, _ in await read(outbox)] == (
        list(range(last_seq + 1, RING + 11)) if complete else []
    )
    outbox.tell(status(0))
    assert [seq for _, seq, _ in await read(outbox)] == [max(last_seq, RING + 10) + 1]


async def test_after_a_restart_of_the_server_numbers_go_on() -> None:
    outbox = Outbox("run", seq=40)
    assert not outbox.connect(55)
    outbox.tell(status(1))
    assert await read(outbox) == [("status", 56, 1)]


async def test_a_page_that_misses_more_than_is_kept_is_given_up() -> None:
    outbox = connected()
    for step in range(RING + 1):
        outbox.tell(status(step))
    assert len(outbox._ring) == RING
    with pytest.raises(OutboxFullError):
        await outbox.next_message(outbox.reader)


async def test_large_events_are_kept_in_bounds_too() -> None:
    outbox = connected()
    for _ in range(20):
        outbox.tell(Refusal(code="spec", message="x" * 100_000))
        assert sum(len(text) for _, text in outbox._ring) <= RING_BYTES
    with pytest.raises(OutboxFullError):
        await outbox.next_message(outbox.reader)


async def test_only_the_last_connection_reads() -> None:
    outbox = connected()
    earlier = outbox.reader
    waiting = asyncio.create_task(outbox.next_message(earlier))
    await asyncio.sleep(0)
    outbox.connect(None)
    outbox.tell(status(1))
    with pytest.raises(SupersededError):
        await waiting
    assert await read(outbox) == [("status", 1, 1)]


async def test_without_a_page_nothing_piles_up() -> None:
    outbox = connected()
    outbox.disconnect()
    assert not outbox.has_credit
    for step in range(3 * RING):
        outbox.tell(status(step))
    outbox.show(frame(1))
    assert not outbox.connect(1)
    assert await read(outbox) == []


class Line:
    """What a page gets at once, as long as it reads."""

    def __init__(self) -> None:
        self.reads = True
        self.sent: list[str | bytes] = []

    def send_now(self, message: str | bytes) -> bool:
        if self.reads:
            self.sent.append(message)
        return self.reads


async def test_what_nothing_stands_in_the_way_of_is_sent_at_once_and_in_order() -> None:
    outbox, line = Outbox("run"), Line()
    outbox.connect(None, line.send_now)
    outbox.tell(status(1))
    assert line.sent == []  # The welcome may still be on its way.
    assert await read(outbox) == [("status", 1, 1)]
    outbox.show(frame(5))
    outbox.tell(status(2))
    assert [len(line.sent), outbox.seq, outbox.has_credit] == [2, 3, True]
    line.reads = False
    outbox.show(frame(6))
    assert not outbox.has_credit
    line.reads = True  # Its reader has not sent what comes first.
    outbox.tell(status(3))
    outbox.acknowledge(2, 0.0)
    outbox.show(frame(7))
    assert len(line.sent) == 2
    assert await read(outbox) == [("frame", 4, 6), ("status", 5, 3), ("frame", 6, 7)]
    outbox.tell(status(4))
    assert len(line.sent) == 3


async def test_what_was_held_for_a_page_that_has_gone_is_forgotten() -> None:
    outbox, line = Outbox("run"), Line()
    outbox.connect(None, line.send_now)
    assert await read(outbox) == []
    line.reads = False
    outbox.show(frame(1))
    line.reads = True
    outbox.connect(None, line.send_now)
    outbox.show(frame(2))
    assert line.sent == []
    assert await read(outbox) == [("frame", 2, 2)]
