"""How many pages may be connected: in all, from one browser, and from one address; and what they may ask together."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from app.rates import TokenBucket
from app.wire.events import Refusal


@dataclass(frozen=True, slots=True)
class Room:
    """Most pages at once.

    A browser is known by a cookie, which a program can invent anew each time: so there is a limit for an address
    too, a loose one, since a whole school may share one.
    """

    in_all: int
    per_user: int
    per_address: int
    orders_per_second: float
    orders_at_once: float
    """Of all pages of one user together."""


class Admission:
    """Counts who is connected, and says who finds no place."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._orders: dict[str, TokenBucket] = {}
        self._users: Counter[str] = Counter()
        self._addresses: Counter[str] = Counter()

    def refusal(self, user: str, address: str) -> Refusal | None:
        """Why there is no place for one more page; None where there is."""
        if self._users[user] >= self._room.per_user:
            return _refusal("This browser has too many pages open here.", "Close some of them.")
        if self._addresses[address] >= self._room.per_address:
            return _refusal("Too many pages are open here from this network.", "Close some of them.")
        if self._users.total() >= self._room.in_all:
            return _refusal("The playground is full.", "Try again in a few minutes.")
        return None

    def enter(self, user: str, address: str) -> TokenBucket:
        """Count a page; return what counts the orders of all of this user's pages."""
        self._users[user] += 1
        self._addresses[address] += 1
        return self._orders.setdefault(
            user, TokenBucket(self._room.orders_per_second, self._room.orders_at_once)
        )

    def leave(self, user: str, address: str) -> None:
        """Count it no more."""
        for counter, name in ((self._users, user), (self._addresses, address)):
            counter[name] -= 1
            if not counter[name]:
                del counter[name]
        if user not in self._users:
            self._orders.pop(user, None)


def _refusal(message: str, hint: str) -> Refusal:
    return Refusal(code="unavailable", message=message, hint=hint)
