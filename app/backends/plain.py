"""Turns and what came of them as plain tuples: thousands a second travel, and objects take several times as long."""

from __future__ import annotations

from typing import Any

from app.backends.protocol import Checkpoint, Frame, FrameRequest, Report, Slice
from engine.snapshot import Snapshot

Plain = tuple[Any, ...]


def plain_slice(part: Slice) -> Plain:
    """A turn as it travels."""
    run, seconds, steps, frame, save = part
    return run, seconds, steps, None if frame is None else tuple(frame), save


def read_slice(plain: Plain) -> Slice:
    """A turn that has come."""
    run, seconds, steps, frame, save = plain
    return Slice(run, seconds, steps, None if frame is None else FrameRequest(*frame), save)


def plain_report(report: Report) -> Plain:
    """What came of a turn, as it travels; what is seldom there travels as the object that it is."""
    frame, saved = report.frame, report.checkpoint
    return (
        report.run,
        report.epoch,
        report.step,
        report.steps_to_border,
        report.steps_done,
        report.seconds,
        report.frame_seconds,
        report.finish,
        None if frame is None else tuple(frame),
        None if saved is None else (saved.number, saved.after, saved.snapshot.state, saved.snapshot.history),
        report.restarted,
        report.message,
        report.failure,
    )


def read_report(plain: Plain) -> Report:
    """What came of a turn, at its end."""
    report = Report(*plain)
    if plain[FRAME] is not None:
        report.frame = Frame(*plain[FRAME])
    if plain[CHECKPOINT] is not None:
        number, after, state, history = plain[CHECKPOINT]
        report.checkpoint = Checkpoint(number, after, Snapshot(state, history))
    return report


FRAME, CHECKPOINT = 8, 9
"""Places in a plain report."""
