"""Whatever comes on a line and however it is cut: the quick way hears what the ordinary way hears."""

from __future__ import annotations

import struct
from itertools import pairwise
from typing import Any
from unittest.mock import Mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from uvicorn import Config
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.server import ServerState
from websockets.frames import Frame, Opcode

from app.line import BINARY, PAYLOAD, TEXT, Line, frame_head
from app.wire.commands import read_ack

MOST = 300
"""Bytes of a message on these lines."""

HANDSHAKE = (
    b"GET /ws HTTP/1.1\r\nHost: here\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)


class Ear:
    """Notes what it hears; ``quick`` is whether it takes acknowledgments as they come."""

    def __init__(self, *, quick: bool) -> None:
        self.quick = quick
        self.heard: list[str] = []
        self.taken = 0
        self.pieces: list[bytes] = []
        """What came, cut where the quick way handed over to the ordinary one."""

    def hear(self, text: str) -> None:
        self.heard.append(text)

    def hear_short(self, payload: bytes) -> bool:
        if not self.quick or read_ack(payload) is None:
            return False
        self.heard.append(payload.decode())
        self.taken += 1
        return True


async def nothing(_scope: Any, _receive: Any, _send: Any) -> None:
    """An application that does nothing."""


def opened(ear: Ear) -> Line:
    """A line after its handshake, to a transport that notes what is written."""
    config = Config(nothing, log_config=None, ws_max_size=MOST, ws_per_message_deflate=False)
    config.load()
    loop = Mock()
    loop.create_task = lambda work: work.close() or Mock()
    line = Line(config=config, server_state=ServerState(), app_state={}, _loop=loop)
    transport = Mock()
    transport.is_closing.return_value = False
    transport.get_extra_info.return_value = None
    line.connection_made(transport)
    line.data_received(HANDSHAKE)
    with pytest.raises(StopIteration):
        line.send({"type": "websocket.accept"}).send(None)
    assert line.queue.get_nowait() == {"type": "websocket.connect"}
    line.listener = ear
    transport.reset_mock()
    return line


def noting(rest: list[bytes]) -> Any:
    """The ordinary way, noting what goes it."""
    take = WebSocketsSansIOProtocol.data_received

    def data_received(self: WebSocketsSansIOProtocol, data: bytes) -> None:
        rest.append(data)
        take(self, data)

    return data_received


def outcome(pieces: list[bytes], *, quick: bool) -> tuple[list[Any], Ear]:
    """What came of it: what was heard, what waits in the queue, what was answered, and how the line stands."""
    ear = Ear(quick=quick)
    line = opened(ear)
    for piece in pieces:
        if line.transport.close.called:  # type: ignore[attr-defined]
            break
        rest: list[bytes] = []
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(WebSocketsSansIOProtocol, "data_received", noting(rest))
            line.data_received(piece)
        ear.pieces += [piece[: len(piece) - sum(map(len, rest))], *rest]
    queue = [line.queue.get_nowait() for _ in range(line.queue.qsize())]
    answered = [str(call) for call in line.transport.method_calls]  # type: ignore[attr-defined]
    return [ear.heard, queue, answered, line.conn.state, line.frames, line.conn.current_size], ear


def frame(
    opcode: int, payload: bytes, key: bytes, *, fin: bool = True, rsv: int = 0, masked: bool = True
) -> bytes:
    """A frame as a page sends it, or nearly so."""
    size = len(payload)
    first = (fin << 7) | (rsv << 4) | opcode
    bit = masked << 7
    head = (
        struct.pack("!BB", first, bit | size) if size < 126 else struct.pack("!BBH", first, bit | 126, size)
    )
    body = bytes(byte ^ key[place % 4] for place, byte in enumerate(payload))
    return head + (key + body if masked else payload)


def acknowledgment(seq: object) -> bytes:
    return b'{"op":"ack","seq":%s}' % str(seq).encode()


KEYS = st.just(b"\0\0\0\0") | st.binary(min_size=4, max_size=4)
ACKS = st.integers(0, 10**15).map(acknowledgment)
PAYLOADS = (
    ACKS
    | st.sampled_from(["-1", "01", "1.0", "1e3", '"1"', "", " 1", "9" * 200, "１"]).map(acknowledgment)
    | ACKS.map(lambda ack: ack + b" ")
    | ACKS.map(lambda ack: ack + ack)
    | ACKS.map(lambda ack: ack[:-1])
    | st.sampled_from([b"", b"\xff\xfe", b'{"op":"pause"}', b"x" * 125, b"x" * 126, b"x" * (MOST + 1)])
    | st.binary(max_size=40)
)
GOOD = st.builds(frame, st.just(Opcode.TEXT), ACKS, KEYS)
ODD = st.builds(
    frame,
    st.sampled_from([0, 1, 1, 1, 2, 3, 8, 9, 10, 11]),
    PAYLOADS | GOOD,
    KEYS,
    fin=st.sampled_from([True, True, False]),
    rsv=st.sampled_from([0, 0, 0, 0, 1, 4, 7]),
    masked=st.sampled_from([True, True, True, True, False]),
)


@st.composite
def cut(draw: st.DrawFn) -> list[bytes]:
    """What comes on a line, in the pieces in which it comes."""
    frames = draw(st.lists(GOOD | ODD | st.binary(max_size=12), min_size=1, max_size=8))
    whole = b"".join(frames)
    begins = [sum(map(len, frames[:number])) for number in range(len(frames))]
    marks = [begin + size for begin in begins for size in (0, PAYLOAD) if begin + size <= len(whole)]
    places = draw(st.lists(st.sampled_from(marks) | st.integers(0, len(whole)), max_size=6))
    borders = sorted({0, *places, len(whole)})
    return [whole[begin:end] for begin, end in pairwise(borders)]


@settings(max_examples=150)
@given(cut())
def test_the_quick_way_hears_what_the_ordinary_way_hears(pieces: list[bytes]) -> None:
    found, ear = outcome(pieces, quick=True)
    assert found == outcome([piece for piece in ear.pieces if piece], quick=False)[0]


ACK = frame(Opcode.TEXT, acknowledgment(7), b"\1\2\3\4")
PAUSE = frame(Opcode.TEXT, b'{"op":"pause"}', b"\1\2\3\4")
PARTS = [
    frame(Opcode.TEXT, b'{"op":"ack",', b"\1\2\3\4", fin=False),
    frame(Opcode.CONT, b'"seq":7}', b"\4\3\2\1"),
]


@pytest.mark.parametrize(
    ("pieces", "heard", "taken"),
    [
        ([ACK], 1, 1),
        ([ACK + ACK, ACK], 3, 3),
        ([ACK + PAUSE, ACK], 3, 2),
        ([PAUSE + ACK], 2, 0),
        ([ACK[:1], ACK[1:]], 1, 0),
        ([ACK[:2], ACK[2:]], 1, 0),
        ([ACK[:6], ACK[6:]], 1, 0),
        ([ACK + ACK[:9], ACK[9:], ACK], 3, 2),
        ([ACK[:2], ACK[2:] + ACK], 2, 0),
        ([*PARTS, ACK], 2, 1),
        ([PARTS[0], frame(Opcode.PING, b"", b"\1\2\3\4"), PARTS[1] + ACK], 2, 0),
        ([PARTS[0], ACK], 0, 0),
        ([frame(Opcode.TEXT, acknowledgment(7), b"\1\2\3\4", masked=False)], 0, 0),
        ([frame(Opcode.TEXT, acknowledgment(7), b"\1\2\3\4", rsv=4)], 0, 0),
        ([frame(Opcode.BINARY, acknowledgment(7), b"\1\2\3\4"), ACK], 0, 0),
        ([frame(Opcode.BINARY, ACK, b"\0\0\0\0")[:PAYLOAD], ACK], 0, 0),
        ([frame(Opcode.CLOSE, b"", b"\1\2\3\4"), ACK], 0, 0),
    ],
)
def test_only_what_is_whole_and_in_its_place_goes_the_quick_way(
    pieces: list[bytes], heard: int, taken: int
) -> None:
    _, ear = outcome(pieces, quick=True)
    assert (len(ear.heard), ear.taken) == (heard, taken)
    assert outcome(pieces, quick=False)[1].heard == ear.heard


@pytest.mark.parametrize("size", [0, 1, 125, 126, 127, 65_535, 65_536, 70_000])
def test_frames_go_out_as_the_standard_has_them(size: int) -> None:
    payload = bytes(size)
    for first, opcode in ((TEXT, Opcode.TEXT), (BINARY, Opcode.BINARY)):
        assert frame_head(first, size) + payload == Frame(opcode, payload).serialize(mask=False)


def test_nothing_is_sent_at_once_on_a_line_that_ends_or_waits() -> None:
    for end in ("shutdown", "pause_writing", "keepalive_timeout"):
        line = opened(Ear(quick=True))
        assert line.send_now("text")
        assert line.send_now(b"bytes")
        getattr(line, end)()
        line.transport.reset_mock()  # type: ignore[attr-defined]
        assert not line.send_now("text")
        assert not line.send_now(b"bytes")
        assert not line.transport.method_calls  # type: ignore[attr-defined]
