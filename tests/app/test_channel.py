"""What server and shard say to each other arrives whole and in order, and both notice when the other has gone."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import threading
from collections.abc import AsyncIterator
from multiprocessing.connection import Connection

import pytest

from app.backends import LocalShard, local, process
from app.backends.channel import Channel
from app.backends.protocol import ShardLostError

LARGE = bytes(range(256)) * 20_000
"""Many times what the system holds for a socket."""

free = threading.Event()
"""Until it is set, whoever waits for it does nothing else."""


def after(given: object) -> object:
    assert free.wait(90)
    return given


def fail() -> None:
    raise KeyError("nothing")


def die(*_trainers: object) -> None:
    os._exit(1)


@pytest.fixture
async def channel() -> AsyncIterator[Channel]:
    """A channel to a thread that does what a shard's process does."""
    free.clear()
    ours, theirs = socket.socketpair()
    shard = threading.Thread(target=process.answer_all, args=(Connection(theirs.detach()),))
    shard.start()
    made = await Channel.through(ours)
    yield made
    free.set()
    made.close()
    await asyncio.to_thread(shard.join, 90)
    assert not shard.is_alive()


async def test_calls_are_answered_in_their_order_and_who_gave_up_gets_nothing(channel: Channel) -> None:
    calls = [asyncio.create_task(channel.call(after, (number,))) for number in range(10)]
    await asyncio.sleep(0.01)
    calls[3].cancel()
    free.set()
    answers = await asyncio.gather(*calls, return_exceptions=True)
    assert isinstance(answers.pop(3), asyncio.CancelledError)
    assert answers == [0, 1, 2, 4, 5, 6, 7, 8, 9]


async def test_large_messages_arrive_whole_and_nobody_waits_for_them(channel: Channel) -> None:
    calls = [asyncio.create_task(channel.call(after, (LARGE,))) for _ in range(3)]
    await asyncio.sleep(0.01)
    assert not any(call.done() for call in calls)
    free.set()  # It comes to this only where writing does not wait for who reads.
    assert await asyncio.gather(*calls) == [LARGE] * 3


async def test_of_large_messages_only_one_waits_as_bytes(channel: Channel) -> None:
    calls = [asyncio.create_task(channel.call(after, (LARGE,))) for _ in range(5)]
    await asyncio.sleep(0.05)
    assert channel._transport.get_write_buffer_size() < 2 * len(LARGE)
    free.set()
    await asyncio.gather(*calls)


async def test_a_mistake_is_told_and_the_next_call_is_answered(channel: Channel) -> None:
    with pytest.raises(RuntimeError, match="KeyError: 'nothing'"):
        await channel.call(fail, ())
    with pytest.raises(RuntimeError, match="pickle"):
        await channel.call(threading.Lock, ())
    free.set()
    assert await channel.call(after, (1,)) == 1


async def test_whoever_waits_learns_that_the_other_end_has_gone() -> None:
    ours, theirs = socket.socketpair()
    channel = await Channel.through(ours)
    calls = [asyncio.create_task(channel.call(after, (LARGE,))) for _ in range(3)]
    await asyncio.sleep(0.01)
    theirs.close()
    async with asyncio.timeout(90):
        outcomes = await asyncio.gather(*calls, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [ConnectionResetError] * 3
    with pytest.raises(ConnectionError):
        await channel.call(after, (1,))
    channel.close()


async def test_a_process_that_dies_at_its_start_is_told_and_the_next_one_works(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shard = LocalShard("one")
    with monkeypatch.context() as harmed:
        harmed.setattr(process, "warm", die)
        with pytest.raises(ShardLostError):
            await shard.revive()
    await shard.revive()
    assert shard.pid is not None
    await shard.stop()


async def test_a_process_whose_start_nobody_waits_for_any_more_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    shard, started = LocalShard("one"), asyncio.Event()
    await shard.revive()
    begin = shard._start

    def noted(theirs: socket.socket) -> local.BaseProcess:
        loop.call_soon_threadsafe(started.set)
        made.append(begin(theirs))
        return made[0]

    loop, made = asyncio.get_running_loop(), list[local.BaseProcess]()
    monkeypatch.setattr(shard, "_start", noted)
    reviving = asyncio.create_task(shard.revive())
    await started.wait()
    reviving.cancel()
    await asyncio.gather(reviving, return_exceptions=True)
    async with asyncio.timeout(90):
        while not made:  # noqa: ASYNC110 - a thread that nobody waits for tells nobody
            await asyncio.sleep(0.01)
    await asyncio.to_thread(made[0].join, 90)
    assert made[0].exitcode == 0
    await shard.stop()


async def test_a_process_that_hangs_is_ended_with_its_shard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "STOP_SECONDS", 0.2)
    shard = LocalShard("one")
    await shard.revive()
    ended = shard._process
    assert ended is not None
    assert ended.pid is not None
    os.kill(ended.pid, signal.SIGSTOP)
    await shard.stop()
    await asyncio.to_thread(ended.join, 90)
    assert ended.exitcode == -signal.SIGKILL
    with pytest.raises(ShardLostError):
        await shard.close("run")
