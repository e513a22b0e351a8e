"""How often pictures come and how detailed they are, when there is more wish than machine."""

from __future__ import annotations

from dataclasses import dataclass

SLOWEST = 1 / 16
"""Seconds between two pictures beyond which they rather become coarser than come still less often."""

SHARE = 0.3
"""How much of a shard's time pictures may take while runs could use all of it to train."""

LARGEST_SHARE = 0.6
"""Beyond this even the coarsest pictures have to come less often still: a run that never trains is no use."""

IN_RESERVE = 0.1
"""How much of its time a shard should have nothing to do before pictures come more often."""

SERVER_SHARE = 0.6
"""How much of its time the process that serves pages may spend on pictures."""

FULL = 1.0
DETAILS = {FULL: 1.0, 0.7: 0.65, 0.4: 0.5}
"""Share of the points along a map's side, and about what share of the full cost such a picture has."""

FINER_AGAIN = 0.8
"""Maps become finer again only when pictures would then come this much sooner than they must."""

FIRST_GUESS = 0.0002
SERVER_GUESS = 0.0001
LEARNING = 0.02
REVIEW_SECONDS = 0.25
CALM = 0.3
LEAST_EFFICIENCY = 0.1


@dataclass(frozen=True, slots=True)
class Pictures:
    """What everybody gets: seconds between two pictures of one user at least, and their detail.

    ``seconds`` is about what one takes of its shard's time.
    """

    interval: float = 0.0
    detail: float = FULL
    seconds: float = 0.0


UNSHARED = Pictures()


class Load:
    """Judges one shard by what its work has cost; it reads no clock.

    First pictures come less often, down to 16 a second, then they become coarser; what is left for training is
    shared evenly as it always is. Runs that do not play at full speed leave time over, and pictures may have it.
    """

    def __init__(self) -> None:
        self.pictures = UNSHARED
        self.efficiency = 1.0
        """Processor seconds that the shard gets in a second of work: less than 1 where cores are shared."""

        self._cost = FIRST_GUESS
        self._share = SHARE
        self._since: float | None = None
        self._idle = self._worked = self._for_pictures = 0.0

    def worked(self, seconds: float, picture: float) -> None:
        """Note a turn: its processor seconds, and those of them in which its picture was made.

        The typical cost of a picture is a median, which creeps up or down: one user with a huge network must not
        make everybody's pictures rare.
        """
        self._worked += seconds
        if picture:
            self._for_pictures += picture
            full = picture / DETAILS[self.pictures.detail]
            self._cost *= 1 + LEARNING if full > self._cost else 1 - LEARNING

    def rested(self, seconds: float) -> None:
        """Note a while without anything to do."""
        self._idle += seconds

    def review(self, now: float) -> bool:
        """Look back on what was noted, where enough of it was; tell whether that was so."""
        if self._since is None:
            self._since = now
        seconds = now - self._since
        if seconds < REVIEW_SECONDS:
            return False
        idle = min(self._idle, seconds)
        if seconds - idle > 0.1 * seconds:
            share = min(1.0, self._worked / (seconds - idle))
            self.efficiency += CALM * (max(LEAST_EFFICIENCY, share) - self.efficiency)
        possible = (self._for_pictures + idle) / seconds - IN_RESERVE
        self._share += CALM * (min(LARGEST_SHARE, max(SHARE, possible)) - self._share)
        self._since, self._idle, self._worked, self._for_pictures = now, 0.0, 0.0, 0.0
        return True

    def decide(self, here: int, everywhere: int, in_server: float = SERVER_GUESS) -> Pictures:
        """What everybody gets now.

        Parameters
        ----------
        here, everywhere
            Users who train on this shard, and on all.
        in_server
            Seconds that the server needs to send one picture.
        """
        for_all = everywhere * in_server / SERVER_SHARE
        one, cost, detail = 0.0, 0.0, FULL
        for detail, relative in DETAILS.items():
            one = self._cost * relative
            cost = here * one / self.efficiency
            interval = max((cost + here * in_server) / self._share, for_all)
            if interval <= SLOWEST * (FINER_AGAIN if detail > self.pictures.detail else 1.0):
                self.pictures = Pictures(interval if detail == FULL else SLOWEST, detail, one)
                return self.pictures
        self.pictures = Pictures(max(SLOWEST, cost / LARGEST_SHARE, for_all), detail, one)
        return self.pictures
