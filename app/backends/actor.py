"""A shard on a node of a Ray cluster: what a process of this machine does, in an actor."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, TypeVar

from app.backends import process
from app.backends.witness import Witness
from engine.tables import Shelf

Result = TypeVar("Result")


class Whereabouts(NamedTuple):
    """Where an actor lives: its node, and the file there that tells whose run it is working on."""

    node: str
    witness: str


class ShardActor:
    """Carries out the functions of ``process`` one after another.

    People's tables are in the server's folder, which other machines do not have: those that runs need are
    sent, and lie in a folder of this process, beside its witness.
    """

    def __init__(self, name: str) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="playground-shard-")
        folder = Path(self._folder.name)
        self._shelf = Shelf(folder / "tables")
        self._witness = Witness(folder)
        process.begin(name, self._witness.path, folder / "tables")

    def get_ready(self) -> Whereabouts:
        """Be ready for both trainers; tell where this is."""
        import ray

        process.warm(("compiled", "torch"))
        return Whereabouts(ray.get_runtime_context().get_node_id(), self._witness.path)

    def carry_out(self, work: Callable[..., Result], *given: object) -> Result:
        """Do one of the things that a shard can do."""
        return work(*given)

    def keep_table(self, data: bytes) -> None:
        """Lay a table where runs find it, by its content."""
        self._shelf.take(data)

    def leave(self) -> None:
        """Give back everything."""
        self._witness.close()
        self._folder.cleanup()
