"""A teacher is told the address that the class can open."""

import socket
from dataclasses import dataclass

from app.addresses import of_others


@dataclass
class Card:
    family: int
    address: str


def test_only_addresses_that_others_can_use_are_told() -> None:
    cards = {
        "lo": [Card(socket.AF_INET, "127.0.0.1"), Card(socket.AF_INET6, "::1")],
        "eth0": [Card(socket.AF_INET, "192.168.1.20"), Card(socket.AF_INET6, "fe80::1%eth0")],
        "wlan0": [Card(socket.AF_INET, "10.0.0.7")],
        "usb0": [Card(socket.AF_INET, "169.254.3.4")],
        "docker0": [Card(socket.AF_INET, "172.17.0.1")],
    }
    assert of_others(cards) == ["192.168.1.20", "10.0.0.7"]
    assert of_others({}) == []
