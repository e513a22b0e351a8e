"""Under which addresses other machines of the room reach this one."""

from __future__ import annotations

import socket
from collections.abc import Mapping, Sequence
from ipaddress import ip_address
from pathlib import Path
from typing import Protocol

import psutil

BRIDGES = ("docker", "br-", "veth", "virbr", "cni", "podman")
"""Networks inside this machine, for containers and virtual machines."""

IN_CONTAINER = (Path("/.dockerenv"), Path("/run/.containerenv"))
"""Where one of these files is, this machine is a container, whose own address is of no use to others."""


class Address(Protocol):
    """One address of a network card, as psutil has it."""

    family: int
    address: str


def in_the_room() -> list[str]:
    """Addresses to tell people; none in a container."""
    if any(mark.exists() for mark in IN_CONTAINER):
        return []
    try:
        return of_others(psutil.net_if_addrs())
    except OSError:
        return []


def of_others(cards: Mapping[str, Sequence[Address]]) -> list[str]:
    """Of all addresses those that others can use."""
    return [
        found.address
        for name, addresses in cards.items()
        if not name.startswith(BRIDGES)
        for found in addresses
        if found.family == socket.AF_INET and _is_of_a_network(found.address)
    ]


def _is_of_a_network(text: str) -> bool:
    address = ip_address(text)
    return not (address.is_loopback or address.is_link_local or address.is_unspecified)
