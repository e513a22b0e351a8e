"""What one run has to tell its page: events for certain and in order, of pictures the newest only."""

from __future__ import annotations

import asyncio
import math
from collections import deque
from collections.abc import Callable
from time import monotonic
from typing import Any, NamedTuple

from app.backends.protocol import Frame
from app.metrics import Traffic
from app.wire.events import numbered
from app.wire.frames import head

RING = 256
RING_BYTES = 128_000
"""Events that are kept for a page that lost its connection or does not read: so many, and so much text."""

MOST_UNDER_WAY = 2

SendNow = Callable[[str | bytes], bool]
"""Sends a message at once, or tells that it cannot be."""


class SupersededError(Exception):
    """Another connection reads this outbox now."""


class OutboxFullError(Exception):
    """The page reads so slowly that it missed more events than are kept."""


class _Sent(NamedTuple):
    """What an unacknowledged frame has inside."""

    seq: int
    history_until: int | None
    data_version: int | None
    fixed: int | None
    timeline: int
    at: float


class Outbox:
    """Numbers everything as it leaves, so that numbers rise strictly in the order in which a page reads them.

    ``shown_epoch``, ``shown_data`` and ``shown_fixed`` say what the page has acknowledged: the next frame brings what
    is new to it. They are forgotten where the run starts again or a page connects anew.
    """

    def __init__(self, run: str, seq: int = 0, traffic: Traffic | None = None) -> None:
        self.run = run
        self.seq = seq
        self.shown_epoch = 0
        self.shown_data: int | None = None
        self.shown_fixed = 0
        self._ring: deque[tuple[int, str]] = deque()
        self._forgotten = seq
        self._ring_bytes = 0
        self._pending: deque[tuple[float, str]] = deque()
        self._frame: Frame | None = None
        self._under_way: deque[_Sent] = deque()
        self._promised = 0
        self._timeline = 0
        self._wake = asyncio.Event()
        self._send_now: SendNow | None = None
        self._at_rest = False
        """Whether the reader has sent all that it took, and waits for more."""

        self._held: str | bytes | None = None
        """A message that could not be sent at once."""

        self._connected = False
        self._reader = 0
        self._traffic = traffic or Traffic()

    # --- Connecting ---------------------------------------------------------------------------------------

    @property
    def reader(self) -> int:
        """Which connection reads: each gets the next number."""
        return self._reader

    @property
    def connected(self) -> bool:
        """Whether a page is there to read."""
        return self._connected

    def connect(self, last_seq: int | None, send_now: SendNow | None = None) -> bool:
        """Begin for a page that has seen everything up to ``last_seq``; tell whether nothing is missing.

        With ``send_now`` a message goes out in the call that brings it, where nothing else waits; the reader has
        the rest.
        """
        self.disconnect()
        self._reader += 1
        self._send_now = send_now
        self._connected = True
        self.start_again()
        if last_seq is None:
            return False
        complete = self._covers(last_seq)
        self.seq = max(self.seq, last_seq)
        if complete:
            self._pending.extend(event for event in self._ring if event[0] > last_seq)
        return complete

    def disconnect(self) -> None:
        """Forget what was under way to a page that has gone."""
        self._connected = self._at_rest = False
        self._held = self._send_now = None
        self._pending.clear()
        self._under_way.clear()
        self._drop()

    def _covers(self, last_seq: int) -> bool:
        """Whether every event after a number is still in the ring."""
        return bool(self._ring) and self._forgotten <= last_seq <= self.seq

    # --- What the run has to say --------------------------------------------------------------------------

    def greet(self, text: str) -> None:
        """Send the welcome, which is about this connection alone and never sent again."""
        self._pending.appendleft((math.inf, text))
        self._wake.set()

    def tell(self, event: Any) -> None:
        """Number an event, keep it for a page that lost its connection, and send it."""
        self.seq += 1
        text = numbered(event, self.seq)
        self._ring.append((self.seq, text))
        self._ring_bytes += len(text)
        while len(self._ring) > RING or (self._ring_bytes > RING_BYTES and len(self._ring) > 1):
            self._forgotten, forgotten = self._ring.popleft()
            self._ring_bytes -= len(forgotten)
        if self._connected:
            self._pending.append((self.seq, text))
            self._send()

    def show(self, frame: Frame) -> None:
        """Send a frame, instead of one that still waits."""
        self._drop()
        if self._connected:
            self._frame = frame
            self._send()
        else:
            self._traffic.frames_dropped += 1

    def _drop(self) -> None:
        """Take back a frame that still waits."""
        if self._frame is not None:
            self._frame = None
            self._traffic.frames_dropped += 1

    def start_again(self) -> None:
        """Drop what belongs to the course of training that has just been left."""
        self._timeline += 1
        self._drop()
        self.shown_epoch = 0
        self.shown_data = None
        self.shown_fixed = 0

    # --- Credit -------------------------------------------------------------------------------------------

    @property
    def has_credit(self) -> bool:
        """Whether one more frame may be made."""
        waiting = self._promised + (self._frame is not None)
        return self._connected and len(self._under_way) + waiting < MOST_UNDER_WAY

    def promise(self) -> int:
        """A frame is being made; the ticket says for which connection and course of training."""
        self._promised += 1
        return self._timeline

    def fulfil(self, ticket: int, frame: Frame | None) -> None:
        """A promised frame came or will not come; one for an earlier connection or course is dropped."""
        self._promised -= 1
        if frame is not None and ticket == self._timeline:
            self.show(frame)
        elif frame is not None:
            self._traffic.frames_dropped += 1

    def acknowledge(self, seq: int, now: float) -> bool:
        """The page has painted a frame, and with it all that were sent before; tell whether that is news."""
        news = False
        while self._under_way and self._under_way[0].seq <= seq:
            news = True
            sent = self._under_way.popleft()
            self._traffic.ack_lag.note(now - sent.at)
            if sent.timeline == self._timeline:
                self.shown_epoch = max(self.shown_epoch, sent.history_until or 0)
                if sent.data_version is not None:
                    self.shown_data = sent.data_version
                self.shown_fixed = sent.fixed or 0
        return news

    # --- Sending ------------------------------------------------------------------------------------------

    def _send(self) -> None:
        """Send what waits where nothing stands in the way, else leave it to the reader."""
        if self._at_rest and self._send_now is not None:
            message = self._next()
            if message is None or self._send_now(message):
                return
            self._held = message
        self._at_rest = False
        self._wake.set()

    def _next(self) -> str | bytes | None:
        """Take the next message, if there is one: events first, then the newest frame."""
        if self._held is not None:
            held, self._held = self._held, None
            return held
        if self._pending:
            seq, text = self._pending.popleft()
            if seq <= self._forgotten:
                raise OutboxFullError
            return text
        if self._frame is None:
            return None
        frame, self._frame = self._frame, None
        self.seq += 1
        self._under_way.append(
            _Sent(self.seq, frame.history_until, frame.data_version, frame.fixed, self._timeline, monotonic())
        )
        message = head(self.run, self.seq, has_fixed=frame.fixed is not None) + frame.body
        self._traffic.frames_sent += 1
        self._traffic.bytes_sent += len(message)
        return message

    async def next_message(self, reader: int) -> str | bytes:
        """The next message to send, which waits until there is one.

        Raises
        ------
        SupersededError
            Where another connection has begun to read.
        OutboxFullError
            Where the page has not read so many events that they are no longer kept.
        """
        while True:
            if reader != self._reader:
                raise SupersededError
            self._at_rest = False
            message = self._next()
            if message is not None:
                return message
            self._wake.clear()
            self._at_rest = True
            await self._wake.wait()
