"""A shard in a process of its own on this machine."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import tempfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing import forkserver, util
from multiprocessing.process import BaseProcess
from pathlib import Path
from time import monotonic
from typing import Any, TypeVar

import structlog

from app.backends import process
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
    """One worker process, reached through a pool of one: when it dies, only its own runs are affected."""

    def __init__(self, name: str, deadline: float = 10.0, tables: Path | None = None) -> None:
        check_temporary_folder()
        self.name = name
        self._tables = tables
        self.life = 0
        self.pid: int | None = None
        self._deadline = deadline
        self._pool: ProcessPoolExecutor | None = None
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
        # In a thread: the first start waits until the process that shards are forked from has loaded everything.
        await asyncio.to_thread(self._start_pool)
        self.pid = await self._call(process.warm, seconds=START_SECONDS)
        seconds = round(monotonic() - begun, 3)
        self._log.info("shard ready", pid=self.pid, life=self.life, seconds=seconds)

    def _start_pool(self) -> None:
        self._pool = ProcessPoolExecutor(
            1,
            mp_context=_context(),
            initializer=process.begin,
            initargs=(self.name, self._witness.path, self._tables),
        )
        self._pool.submit(os.getpid).result()
        self._witness.hide()

    async def stop(self) -> None:
        if self.pid is None:
            _end_fork_server()
        pool, self._pool = self._pool, None
        if pool is not None:
            ended = asyncio.create_task(asyncio.to_thread(pool.shutdown, wait=True, cancel_futures=True))
            workers = _workers(pool)
            done, _ = await asyncio.wait([ended], timeout=STOP_SECONDS)
            if not done:
                for worker in workers:
                    worker.kill()
                await ended
        self._witness.close()

    async def _call(self, work: Callable[..., Result], *given: Any, seconds: float | None = None) -> Result:
        """Have something done in the process; a process that stays silent too long is killed."""
        pool = self._pool
        if pool is None:
            raise ShardLostError
        try:
            future = asyncio.wrap_future(pool.submit(work, *given))
        except (BrokenProcessPool, RuntimeError):
            raise ShardLostError(self._witness.read()) from None
        deadline = seconds or self._deadline
        done, _ = await asyncio.wait([future], timeout=deadline)
        if not done:
            self._log.warning("shard hangs", pid=self.pid, seconds=deadline)
            self.kill()
        try:
            return await future
        except BrokenProcessPool:
            raise ShardLostError(self._witness.read()) from None

    def kill(self) -> None:
        """End the process now, whatever it is doing."""
        for worker in _workers(self._pool):
            worker.kill()

    def _discard(self) -> None:
        """Let go of a pool that is of no use any more."""
        pool, self._pool = self._pool, None
        if pool is not None:
            for worker in _workers(pool):
                worker.kill()
            pool.shutdown(wait=False, cancel_futures=True)


def _workers(pool: ProcessPoolExecutor | None) -> list[BaseProcess]:
    """The processes of a pool; it has no public way to reach them."""
    return list((getattr(pool, "_processes", None) or {}).values())


def _end_fork_server() -> None:
    """End the process that shards are forked from, which may still be loading or compiling for a minute.

    What waits for it then learns that it is gone. It has no public way to be reached, either.
    """
    number = getattr(getattr(forkserver, "_forkserver", None), "_forkserver_pid", None)
    if number is not None:
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)
