"""A shard in a process of its own on this machine."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import socket
import tempfile
from collections.abc import Callable
from contextlib import ExitStack, suppress
from multiprocessing import forkserver, util
from multiprocessing.process import BaseProcess
from pathlib import Path
from time import monotonic
from typing import Any, TypeVar

import structlog

from app.backends import process
from app.backends.channel import Channel
from app.backends.protocol import ShardLostError
from app.backends.remote import START_SECONDS, STOP_SECONDS, RemoteShard
from app.backends.witness import Witness
from app.settings import SettingsError

Result = TypeVar("Result")

_ONE_THREAD = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS")

LONGEST_FOLDER = 70
"""Letters of the temporary folder: a socket in a folder in it has to be named in 104, or 108 on Linux."""


def check_temporary_folder() -> None:
    """See that sockets can be named in the temporary folder.

    Raises
    ------
    SettingsError
        Where its own name is too long for that.
    """
    folder = tempfile.gettempdir()
    if len(os.fsencode(folder)) > LONGEST_FOLDER:
        raise SettingsError(
            f"The name of the temporary folder must have at most {LONGEST_FOLDER} letters, for sockets in it; "
            f"got {len(os.fsencode(folder))}: {folder}.",
            "Set TMPDIR to a folder with a shorter name.",
        )


def _context() -> Any:
    """How shards are started: forked from a small server process that has everything heavy loaded.

    A fork of the HTTP process itself would inherit its event loop and its threads. One thread each, set
    before anything is imported: more than one thread for each core costs ten times.
    """
    for name in _ONE_THREAD:
        os.environ.setdefault(name, "1")
    os.environ[process.SOCKETS] = util.get_temp_dir()
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["app.backends.preload"])
    return context


class LocalShard(RemoteShard):
    """One process, reached through a pair of sockets: when it dies, only its own runs are affected.

    The process ends when its socket does, whoever closed the other end and however that ended.

    Parameters
    ----------
    with_pytorch
        Whether its first process is ready to use PyTorch, which takes seconds. After a loss that is not waited for.
    """

    def __init__(
        self, name: str, deadline: float = 10.0, tables: Path | None = None, with_pytorch: bool = False
    ) -> None:
        check_temporary_folder()
        self.name = name
        self._tables = tables
        self.life = 0
        self.pid: int | None = None
        self.lacks_pytorch = True
        self._loads_pytorch = with_pytorch
        self._deadline = deadline
        self._process: BaseProcess | None = None
        self._channel: Channel | None = None
        self._witness = Witness()
        self._witness.hide()
        self._log = structlog.get_logger().bind(shard=name)

    async def revive(self) -> None:
        """Start a process, and wait until it is warm."""
        self._discard()
        begun = monotonic()
        self._witness.close()
        self._witness = Witness()
        self.life += 1
        ours, theirs = socket.socketpair()
        with ExitStack() as unused:
            unused.callback(ours.close)
            # In a thread: the first start waits until the process that shards are forked from has loaded everything.
            self._process = await asyncio.to_thread(self._start, theirs)
            self._channel = await Channel.through(ours)
            unused.pop_all()
        loads_pytorch, self._loads_pytorch = self._loads_pytorch, False
        trainers = ("compiled", "torch") if loads_pytorch else ("compiled",)
        self.pid = await self._call(process.warm, trainers, seconds=START_SECONDS)
        self.lacks_pytorch = not loads_pytorch
        seconds = round(monotonic() - begun, 3)
        self._log.info("shard ready", pid=self.pid, life=self.life, seconds=seconds)

    def _start(self, theirs: socket.socket) -> BaseProcess:
        """Start a process at the other end; it ends at once where ours is closed meanwhile."""
        with theirs:
            started: BaseProcess = _context().Process(
                target=process.serve, args=(theirs, self.name, self._witness.path, self._tables), daemon=True
            )
            started.start()
        return started

    async def stop(self) -> None:
        if self.pid is None:
            _end_fork_server()
        ending = self._process
        self._let_go()
        if ending is not None:
            await asyncio.to_thread(ending.join, STOP_SECONDS)
            ending.kill()
        self._witness.close()

    async def _call(self, work: Callable[..., Result], *given: Any, seconds: float | None = None) -> Result:
        """Have something done in the process; a process that stays silent too long is killed."""
        if self._channel is None:
            raise ShardLostError
        witness = self._witness
        deadline = seconds or self._deadline
        try:
            async with asyncio.timeout(deadline):
                return await self._channel.call(work, given)
        except TimeoutError:
            self._log.warning("shard hangs", pid=self.pid, seconds=deadline)
            self.kill()
        except ConnectionError:
            pass
        raise ShardLostError(witness.read())

    def kill(self) -> None:
        """End the process now, whatever it is doing."""
        if self._process is not None:
            self._process.kill()

    def _discard(self) -> None:
        """End a process that is of no use any more."""
        self.kill()
        self._let_go()

    def _let_go(self) -> None:
        """Close our end, where there is one; whoever still waits for an answer learns that none comes."""
        channel, self._channel, self._process = self._channel, None, None
        if channel is not None:
            channel.close()


def _end_fork_server() -> None:
    """End the process that shards are forked from, which may still be loading or compiling for a minute.

    What waits for it then learns that it is gone. It has no public way to be reached, either.
    """
    number = getattr(getattr(forkserver, "_forkserver", None), "_forkserver_pid", None)
    if number is not None:
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)
