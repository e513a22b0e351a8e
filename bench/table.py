"""What a load has shown, as people read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bench.figures import growth

SMALL, LARGE = 30, 300


def growths(stages: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    """How costs grow with the number of pages: the exponent between 30 and 300, or the ends of what was measured."""
    by_size = {stage["playing"]: stage for stage in stages}
    small = by_size.get(SMALL, stages[0])
    large = by_size.get(LARGE, stages[-1])
    if small is large:
        return {}
    sizes = (small["playing"], large["playing"])

    def exponent(of: Any) -> float:
        return growth(sizes[0], of(small), sizes[1], of(large))

    return {
        "memory": exponent(lambda stage: stage["megabytes"]["all"]),
        "server's time for all frames": exponent(
            lambda stage: stage["microseconds_a_frame"]["server"] * stage["playing"]
        ),
        "bytes a second of all": exponent(lambda stage: stage["kilobytes_a_second"] * stage["playing"]),
    }


def text(found: Mapping[str, Any]) -> str:
    """Everything that was measured, as lines."""
    lines: list[str] = []
    if "grow" in found:
        grown = found["grow"]
        start = grown["start"]
        lines += [
            f"First page {start['page_after']:.1f} s after the start, ready after {start['ready_after']:.1f} s",
            f"{start['megabytes']:.0f} MB with nobody there",
            "",
            *columns(grown["stages"]),
            "",
        ]
        lines += [f"Growth exponent of {name}: {value:.2f}" for name, value in grown["growth"].items()]
    if "connected" in found:
        stage = found["connected"]
        lines += [
            "",
            f"{stage['connected'] + stage['dropped']} connected, {stage['dropped']} dropped:",
            *columns([stage]),
        ]
    for name in ("stalled", "greedy", "kill"):
        if name in found:
            lines += [
                "",
                f"{name}:",
                *(f"  {key.replace('_', ' '):24} {shown(value)}" for key, value in found[name].items()),
            ]
    return "\n".join(lines) + "\n"


ROWS: tuple[tuple[str, Any], ...] = (
    ("pages that play", lambda stage: f"{stage['playing']}"),
    ("frames/s, least", lambda stage: f"{stage['frames_per_second']['min']:.1f}"),
    ("frames/s, median", lambda stage: f"{stage['frames_per_second']['median']:.1f}"),
    ("interval p50, ms", lambda stage: f"{stage['interval_ms']['p50']:.0f}"),
    ("interval p99, ms", lambda stage: f"{stage['interval_ms']['p99']:.0f}"),
    ("epochs/s, least", lambda stage: f"{stage['epochs_per_second']['min']:.0f}"),
    ("epochs/s, median", lambda stage: f"{stage['epochs_per_second']['median']:.0f}"),
    ("epochs/s of all", lambda stage: f"{stage['epochs_per_second']['all']:.0f}"),
    ("Jain's index of epochs", lambda stage: f"{stage['jain']:.3f}"),
    ("event loop lag p99, ms", lambda stage: f"≤ {stage['loop_lag_p99_ms']:.1f}"),
    ("bytes a frame", lambda stage: f"{stage['bytes_a_frame']:.0f}"),
    ("kB/s for a page", lambda stage: f"{stage['kilobytes_a_second']:.1f}"),
    ("cores: server", lambda stage: f"{stage['cores'].get('server', 0.0):.2f}"),
    ("cores: shards", lambda stage: f"{stage['cores'].get('shard', 0.0):.2f}"),
    ("cores: generator", lambda stage: f"{stage['cores']['generator']:.2f}"),
    ("server, µs a frame", lambda stage: f"{stage['microseconds_a_frame']['server']:.0f}"),
    ("MB: server", lambda stage: f"{stage['megabytes'].get('server', 0.0):.0f}"),
    ("MB: shards, fork server", lambda stage: f"{_training(stage):.0f}"),
    ("MB of all", lambda stage: f"{stage['megabytes']['all']:.0f}"),
    ("kB a run", lambda stage: f"{1000 * stage.get('megabytes_a_run', float('nan')):.0f}"),
    ("errors", lambda stage: "; ".join(stage["errors"]) or "none"),
)


def columns(stages: Sequence[Mapping[str, Any]]) -> list[str]:
    """A row for each figure, a column for each size."""
    return [f"{name:26}" + "".join(f"{write(stage):>12}" for stage in stages) for name, write in ROWS]


def shown(value: Any) -> str:
    """A figure, or several with their names."""
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {shown(part)}" for key, part in value.items())
    return f"{value:.3g}" if isinstance(value, float) else str(value)


def _training(stage: Mapping[str, Any]) -> float:
    held = stage["megabytes"]
    return float(held.get("shard", 0.0) + held.get("fork server", 0.0))
