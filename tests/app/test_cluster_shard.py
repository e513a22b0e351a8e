"""What is particular to a shard in a Ray actor: who is to blame for a death, and silence."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from importlib import util
from pathlib import Path
from typing import Any

import pytest

from app.backends import BACKENDS
from app.backends.cluster import ClusterError
from app.backends.protocol import Report, ShardLostError, Slice
from app.settings import Settings
from engine.run import Run
from tests.app.conftest import Lasting


@dataclass(frozen=True)
class Die:
    """An order that ends the process that carries it out."""

    def carry_out(self, run: Run, report: Report) -> None:
        os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.xdist_group("ray")
async def test_a_death_is_laid_at_the_door_of_the_run_that_was_worked_on_and_silence_ends(
    actor: Lasting, spiral: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    await actor.revive()
    for run in ("harmless", "deadly"):
        assert (await actor.open(run, spiral, None)).failure is None
    with pytest.raises(ShardLostError) as lost:
        await actor.command("deadly", Die())
    assert lost.value.blamed == "deadly"
    with pytest.raises(ShardLostError):
        await actor.tick([Slice("harmless", 0.001, 1)])
    actor.home = None
    await actor.revive()
    os.kill(await actor._call(os.getpid), signal.SIGSTOP)
    monkeypatch.setattr(actor, "_deadline", 0.5)
    async with asyncio.timeout(90):
        with pytest.raises(ShardLostError) as lost:
            await actor.tick([Slice("harmless", 0.001, 1)])
    assert lost.value.blamed is None
    actor.home = None


def test_without_the_package_a_sentence_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    find: Callable[[str], Any] = util.find_spec
    monkeypatch.setattr(util, "find_spec", lambda name: None if name == "ray" else find(name))
    with pytest.raises(ClusterError) as refused:
        BACKENDS["ray"](Settings(data_dir=tmp_path, backend="ray"), tmp_path)
    assert "not installed" in refused.value.message
    assert refused.value.hint
