"""What goes to the pages, counted in plain numbers: this happens thousands of times a second."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

ACK_BUCKETS = (0.005, 0.01, 0.02, 0.035, 0.05, 0.075, 0.1, 0.15, 0.2, 0.35, 0.5, 1.0, 2.0, 5.0)


class Spread:
    """How values are spread over buckets; for one thread, and several times as quick as one for many.

    Parameters
    ----------
    limits
        The largest value of each bucket, rising.
    """

    __slots__ = ("_limits", "counts", "total")

    def __init__(self, limits: Sequence[float]) -> None:
        self._limits = tuple(limits)
        self.counts = [0] * (len(limits) + 1)
        self.total = 0.0

    def note(self, value: float) -> None:
        """Count one value."""
        self.counts[bisect_left(self._limits, value)] += 1
        self.total += value

    def family(self, name: str, documentation: str) -> HistogramMetricFamily:
        """The figure as Prometheus reads it: how many values are at most so large."""
        names = [*map(str, self._limits), "+Inf"]
        return HistogramMetricFamily(
            name,
            documentation,
            buckets=list(zip(names, accumulate(self.counts), strict=True)),
            sum_value=self.total,
        )


@dataclass(slots=True)
class Traffic:
    """Frames that went to pages, frames that did not, and how long pages took to paint them."""

    frames_sent: int = 0
    frames_dropped: int = 0
    bytes_sent: int = 0
    ack_lag: Spread = field(default_factory=lambda: Spread(ACK_BUCKETS))


class TrafficFigures(Collector):
    """Shows the traffic."""

    def __init__(self, traffic: Traffic) -> None:
        self._traffic = traffic

    def collect(self) -> Iterator[Metric]:
        """Read the numbers as they are now."""
        traffic = self._traffic
        for name, documentation, value in (
            ("frames_sent", "Frames sent to pages.", traffic.frames_sent),
            ("frames_dropped", "Frames made but not sent: a newer one was there.", traffic.frames_dropped),
            ("sent_frame_bytes", "Bytes of the frames sent.", traffic.bytes_sent),
        ):
            yield CounterMetricFamily(f"playground_{name}", documentation, value)
        yield traffic.ack_lag.family(
            "playground_ack_lag_seconds", "From sending a frame until its page has painted it."
        )
