"""What runs inside a shard's process: plain functions around its one workbench."""

from __future__ import annotations

import gc
import logging
import multiprocessing
import os
import signal
import socket
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.reduction import ForkingPickler
from pathlib import Path
from typing import Any

import structlog

from app.backends import light_torch
from app.backends.plain import Plain, plain_report, read_slice
from app.backends.protocol import Checkpoint, FrameRequest, Order, Report, Save, Slice
from app.backends.witness import noting
from app.backends.workbench import Workbench
from engine.snapshot import Snapshot
from engine.tables import use_shelf

SOCKETS = "NEURAL_NETWORK_PLAYGROUND_SOCKETS"
"""The environment variable with the folder through which the process that shards are forked from is reached."""

NICENESS = 5
"""The process that answers pages goes first."""

_held: list[Workbench] = []

_rehearsed: set[str] = set()
"""The trainers that have run in this process, or in the one that it was forked from."""


def serve(end: socket.socket, name: str, witness: str, tables: Path | None) -> None:
    """Be a shard at one end of a pair of sockets, until the other one is closed."""
    begin(name, witness, tables)
    Path(witness).unlink()  # It is open: nothing is left behind, however this ends.
    answer_all(Connection(end.detach()))


def answer_all(server: Connection) -> None:
    """Do one after another what the server asks for, until it has gone."""
    with suppress(EOFError, ConnectionError):
        while True:
            server.send_bytes(_answer(server.recv_bytes()))


def _answer(message: bytes) -> memoryview:
    """Do what a message asks for; return what came of it, or what the mistake was, as a message."""
    work: Callable[..., object]
    work, given = ForkingPickler.loads(message)
    try:
        return ForkingPickler.dumps((work(*given), None))
    except Exception as mistake:
        logging.getLogger(__name__).exception("A shard made a mistake.")
        return ForkingPickler.dumps((None, f"{type(mistake).__name__}: {mistake}"))


def begin(name: str, witness: str, tables: Path | None) -> None:
    """Make the process a shard: quiet, polite, and gone when the server is gone; it finds people's tables."""
    structlog.contextvars.bind_contextvars(shard=name)
    if tables is not None:
        use_shelf(tables)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the server, which saves every run first.
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    threading.Thread(target=_end_with_the_server, daemon=True).start()
    _held[:] = [Workbench(noting(Path(witness)))]


def _end_with_the_server() -> None:
    """Wait for the server's process to end, even by force, then end too."""
    server = multiprocessing.parent_process()
    if server is not None:
        wait([server.sentinel])
        os._exit(0)


def rehearse(engine: str) -> None:
    """Do with a small run what people will ask for: what is loaded at first use is loaded now.

    PyTorch is loaded for its own trainer alone.
    """
    from app.backends.glance import USUAL
    from engine.concepts import kinds
    from engine.probes import Probe, needs_pytorch
    from engine.trainers.warm import warm as warm_trainers

    warm_trainers()
    workbench = Workbench()
    spec = {"data": {"kind": "xor"}, "network": {"layers": [{"kind": "dense", "units": 2}]}, "engine": engine}
    workbench.open("rehearsal", spec, None)
    wanted = [name for name in kinds(Probe) if engine == "torch" or not needs_pytorch(name)]
    everything = FrameRequest({name: {} for name in wanted}, packed=True)
    usual = FrameRequest({name: {} for name in USUAL}, packed=True, fixed=0)
    for frame in everything, usual:
        (report,) = workbench.tick([Slice("rehearsal", seconds=0.001, steps=20, frame=frame, save="new")])
        if report.failure is not None:
            raise RuntimeError(report.failure.message)
    _rehearsed.add(engine)


def warm(trainers: Sequence[str] = ("compiled",)) -> int:
    """Be ready for trainers, without which PyTorch is loaded when it is first needed; return the process's number.

    What was rehearsed before the fork is not rehearsed again: runs wait for the new process.
    """
    light_torch.prepare()
    needed = [trainer for trainer in trainers if trainer not in _rehearsed]
    for trainer in needed:
        rehearse(trainer)
    if needed:
        settle()
    return os.getpid()


def settle() -> None:
    """Give back what was only needed to start, and have the garbage collector leave alone what is here to stay.

    It would look through all of it again and again, and write to every page, also of what forks share.
    """
    from app.backends import light_kernel, light_pages

    light_kernel.forget_sources()
    light_pages.forget_pages()
    gc.collect()
    gc.freeze()


def open_run(run: str, document: dict[str, Any], snapshot: Snapshot | None) -> Report:
    """Make room for a run."""
    return _held[0].open(run, document, snapshot)


def tick(slices: Sequence[Plain]) -> list[Plain]:
    """Work for several runs, one after another."""
    return [plain_report(report) for report in _held[0].tick([read_slice(plain) for plain in slices])]


def command(run: str, order: Order) -> Report:
    """Carry out one order, and save the run as it then is."""
    return _held[0].command(run, order)


def save(run: str, which: Save) -> Checkpoint:
    """The run as it is."""
    return _held[0].save(run, which)


def close(run: str) -> None:
    """Give up a run's room."""
    _held[0].close(run)
