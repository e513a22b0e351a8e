"""Every figure that the server counts while it works, in the format of Prometheus."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.registry import Collector

from app.metrics.traffic import Traffic, TrafficFigures

LAG_BUCKETS = (
    *(0.0005, 0.001, 0.002, 0.003, 0.005, 0.007, 0.01, 0.015, 0.02, 0.03, 0.05, 0.07, 0.1),
    *(0.2, 0.5, 1.0),
)
"""Fine enough to tell whether 99 of 100 delays stay below 1, 2, 5, 10, 20 or 50 ms."""


class Metrics:
    """What is counted, and with it whatever ``also`` was given to be looked at."""

    def __init__(self) -> None:
        registry = self._registry = CollectorRegistry()
        self.connections = Gauge("playground_connections", "Pages connected.", registry=registry)
        self.frames = Counter("playground_frames", "Frames made.", registry=registry)
        self.frame_bytes = Counter("playground_frame_bytes", "Bytes of the frames made.", registry=registry)
        self.steps = Counter("playground_optimizer_steps", "Optimizer steps done.", registry=registry)
        self.busy = Counter(
            "playground_shard_busy_seconds", "Time that shards worked.", ["shard"], registry=registry
        )
        self.losses = Counter("playground_shard_losses", "Shards that had to be replaced.", registry=registry)
        self.recovery = Histogram(
            "playground_run_recovery_seconds",
            "From when the loss of a shard was noticed until a run that was training trains again.",
            buckets=(0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10),
            registry=registry,
        )
        self.refused = Counter(
            "playground_refusals", "Things asked for and not done.", ["code"], registry=registry
        )
        self.requests = Counter(
            "playground_http_requests", "HTTP requests answered.", ["route", "status"], registry=registry
        )
        self.overrun = Histogram(
            "playground_tick_overrun_seconds",
            "How much longer a tick took than planned.",
            buckets=(0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1),
            registry=registry,
        )
        self.loop_lag = Histogram(
            "playground_loop_lag_seconds",
            "How late the event loop is.",
            buckets=LAG_BUCKETS,
            registry=registry,
        )
        self.tasks = Gauge("playground_tasks", "What the event loop has under way.", registry=registry)
        self.traffic = Traffic()
        self.also(TrafficFigures(self.traffic))

    def also(self, collector: Collector) -> None:
        """Show these figures too; they are worked out each time somebody asks."""
        self._registry.register(collector)

    def text(self) -> bytes:
        """Everything, as Prometheus reads it."""
        return generate_latest(self._registry)
