"""How much is read at once from a line of the event loop."""

from __future__ import annotations

from asyncio import BaseTransport

READ_AT_ONCE = 65_536
"""Bytes; less than what makes the C library ask the system for room of its own."""


def read_little(transport: BaseTransport) -> None:
    """Have one of asyncio's own transports make room for no more than may come.

    Its choice of 256 kB is fetched from the system, cleared and given back for every reading: 25 µs for the 28 bytes of
    an acknowledgment, and thousands of these come each second.
    """
    if hasattr(transport, "max_size"):
        transport.max_size = READ_AT_ONCE
