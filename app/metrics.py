"""Figures for whoever runs the server, in the format of Prometheus."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest


class Metrics:
    """Every figure that the server counts."""

    def __init__(self) -> None:
        registry = self._registry = CollectorRegistry()
        self.connections = Gauge("playground_connections", "Pages connected.", registry=registry)
        self.runs = Gauge("playground_runs", "Runs in memory.", registry=registry)
        self.playing = Gauge("playground_runs_playing", "Runs that train.", ["shard"], registry=registry)
        self.frames = Counter("playground_frames", "Frames made.", registry=registry)
        self.frame_bytes = Counter("playground_frame_bytes", "Bytes of the frames made.", registry=registry)
        self.steps = Counter("playground_optimizer_steps", "Optimizer steps done.", registry=registry)
        self.busy = Counter(
            "playground_shard_busy_seconds", "Time that shards worked.", ["shard"], registry=registry
        )
        self.losses = Counter("playground_shard_losses", "Shards that had to be replaced.", registry=registry)
        self.refused = Counter(
            "playground_refusals", "Things asked for and not done.", ["code"], registry=registry
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
            buckets=(0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5),
            registry=registry,
        )

    def text(self) -> bytes:
        """Everything, as Prometheus reads it."""
        return generate_latest(self._registry)
