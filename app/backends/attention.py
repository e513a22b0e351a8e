"""What is watched of one run, and how often what takes long to measure is measured while the run trains."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engine.probes import Probe

LARGEST_SHARE = 0.1
"""Of the time that its run is given, a probe that pauses may take this share."""
LARGEST_SHARE_OF_ALL = 0.25
"""And all such probes together this one."""
LONGEST_PAUSE = 3.0
"""Seconds after which a probe is measured whatever it takes: a picture may be late, not dead."""

Options = Mapping[str, Any]


@dataclass(slots=True)
class PausingProbe:
    """A probe that asks for a pause, and its last measurement."""

    options: Options
    probe: Probe
    measured_at: float = -inf
    seconds: float = 0.0
    """What the last measurement took."""
    given_before: float = -inf
    """Seconds that the run had been given until then."""

    def due(self, now: float, given: float, share: float) -> bool:
        """Whether to measure it again, where it may take such a share of the seconds that its run is given."""
        passed = now - self.measured_at
        affordable = self.seconds <= share * (given - self.given_before)
        return passed >= self.probe.pause and (affordable or passed >= LONGEST_PAUSE)

    def measured(self, begun: float, ended: float, given: float) -> None:
        """Note a measurement."""
        self.measured_at, self.seconds, self.given_before = ended, ended - begun, given


@dataclass(slots=True)
class Attention:
    """The probes that are watched, made ready for the wishes of the last frame.

    ``at_once`` are measured for every frame, ``besides_data`` for one whose page has the data; ``pausing`` are not.
    """

    at_once: dict[str, Probe] = field(default_factory=dict)
    besides_data: dict[str, Probe] = field(default_factory=dict)
    pausing: dict[str, PausingProbe] = field(default_factory=dict)
    _watched: Mapping[str, Options] = field(default_factory=dict)
    _detail: float = 1.0

    def turn_to(self, watched: Mapping[str, Options], detail: float) -> None:
        """Be ready for these probes, with such a share of the points along each side of their maps."""
        if watched == self._watched and detail == self._detail:
            return
        from engine.probes import read_probe

        probes = {name: read_probe(name, options).at_detail(detail) for name, options in watched.items()}
        self.at_once = {name: probe for name, probe in probes.items() if not probe.pause}
        self.besides_data = {name: probe for name, probe in self.at_once.items() if name != "data"}
        before = self.pausing
        self.pausing = {
            name: before[name]
            if name in before and before[name].options == watched[name]
            else PausingProbe(watched[name], probe)
            for name, probe in probes.items()
            if probe.pause
        }
        self._watched, self._detail = watched, detail

    def due(self, now: float, given: float) -> list[str]:
        """The pausing probes to be measured of a run that trains and has been given so many seconds so far."""
        if not self.pausing:
            return []
        share = min(LARGEST_SHARE, LARGEST_SHARE_OF_ALL / max(1, len(self.pausing)))
        return [name for name, probe in self.pausing.items() if probe.due(now, given, share)]

    def forget(self) -> None:
        """Nothing has been seen yet: the run is at its start."""
        for probe in self.pausing.values():
            probe.measured_at = -inf
