"""What the server and a shard say to each other; everything here can travel between processes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engine.run import Run
    from engine.snapshot import Snapshot

AS_OPENED = 0
"""What the first checkpoint goes on from after a run was opened from a snapshot."""


class Checkpoint(NamedTuple):
    """A run as it stands, with the history since an earlier checkpoint.

    ``number`` rises over the life of a shard; ``after`` is that of the checkpoint which this one goes on from,
    None where the history is whole.
    """

    number: int
    after: int | None
    snapshot: Snapshot


Save = Literal["new", "whole"]
"""Which part of the history a checkpoint shall have: what is new since the one before, or all of it."""


class FrameRequest(NamedTuple):
    """What a frame shall show, and what its page has already."""

    watched: Mapping[str, Mapping[str, Any]]
    history_from: int = 0
    data_version: int | None = None
    packed: bool = False
    fixed: int | None = None
    """The number of the fixed part that the page has, 0 for none; None where it keeps none from frame to frame."""
    detail: float = 1.0
    """Share of the points along each side of a map that are measured and sent; 1 for all."""


class Frame(NamedTuple):
    """One measurement, packed but for its head.

    ``history_until`` is the epoch up to which the curves are inside, ``data_version`` says which samples are,
    ``fixed`` is the number of the fixed part; None where there are none. ``complete`` tells whether everything that
    was wanted is inside: a probe that pauses between two measurements is not.
    """

    body: bytes
    history_until: int | None = None
    data_version: int | None = None
    fixed: int | None = None
    complete: bool = True


class Slice(NamedTuple):
    """One run's part of a tick: train for so long, at most so many steps, then measure and save what is wanted."""

    run: str
    seconds: float
    steps: int
    frame: FrameRequest | None = None
    save: Save | None = None


@dataclass(frozen=True, slots=True)
class Finish:
    """Why a run stopped by itself; ``cause`` is one of those of ``engine.stopping.Finish``."""

    cause: str
    reason: str


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a run could not do what was asked of it."""

    code: str
    message: str
    hint: str | None = None
    path: str | None = None


@dataclass(slots=True)
class Report:
    """What a shard did for a run, and where the run stands now; ``steps_to_border`` until the epoch ends.

    ``seconds`` are processor seconds, ``frame_seconds`` those of them in which the frame was made.
    """

    run: str
    epoch: int = 0
    step: int = 0
    steps_to_border: int = 1
    steps_done: int = 0
    seconds: float = 0.0
    frame_seconds: float = 0.0
    finish: Finish | None = None
    frame: Frame | None = None
    checkpoint: Checkpoint | None = None
    restarted: bool = False
    message: str | None = None
    failure: Failure | None = None


class Order(Protocol):
    """Something to do to one run inside its shard."""

    def carry_out(self, run: Run, report: Report) -> None:
        """Do it, and note in the report what came of it."""


@dataclass(frozen=True, slots=True)
class Reconfigure:
    """Take over a changed field of the spec, live where that is possible; to say it twice is to say it once."""

    path: str
    value: object

    def carry_out(self, run: Run, report: Report) -> None:
        """Change the run; a report says whether it had to start again."""
        from engine.spec import patch_spec

        change = run.reconfigure(patch_spec(run.spec, self.path, self.value))
        report.restarted, report.message = change.restarted, change.message


@dataclass(frozen=True, slots=True)
class EditParameter:
    """Set one weight or bias."""

    node: str
    name: str
    index: tuple[int, ...]
    value: float

    def carry_out(self, run: Run, report: Report) -> None:
        """Change the parameter; the optimizer's state stays."""
        run.edit_parameter(self.node, self.name, self.index, self.value)


@dataclass(frozen=True, slots=True)
class Reset:
    """Go back to the same start."""

    def carry_out(self, run: Run, report: Report) -> None:
        """Start again."""
        run.reset()
        report.restarted = True


@dataclass(frozen=True, slots=True)
class GoOn:
    """Go on after the last epoch."""

    def carry_out(self, run: Run, report: Report) -> None:
        """Extend a finished run by as many epochs again."""
        run.go_on()


@dataclass(frozen=True, slots=True)
class Look:
    """Change nothing; the report says where the run stands."""

    def carry_out(self, run: Run, report: Report) -> None:
        """Do nothing."""


class ShardLostError(Exception):
    """The shard's process is gone; ``blamed`` is the run it was working on, where that is known."""

    def __init__(self, blamed: str | None = None) -> None:
        super().__init__(blamed)
        self.blamed = blamed


class Shard(Protocol):
    """A place with room for many runs, which works for one of them at a time.

    Calls are carried out in the order in which they are made. Each may raise ``ShardLostError``; after that the
    shard is empty, and ``revive`` makes it usable again.
    """

    name: str
    life: int
    """Which life this is: a revived shard has the next number and holds no runs."""
    pid: int | None
    """The number of its process, where it has one of its own on this machine."""
    lacks_pytorch: bool
    """Whether it would have to load PyTorch first, and no run would have a turn meanwhile."""

    async def revive(self) -> None:
        """Be ready to work, from the start or after a loss."""

    async def open(self, run: str, document: dict[str, Any], snapshot: Snapshot | None) -> Report:
        """Make room for a run: from its snapshot where there is one, else from its spec's start.

        A snapshot of an earlier spec is changed to the spec that is given. Without a snapshot the report has a
        whole checkpoint.
        """

    async def tick(self, slices: Sequence[Slice]) -> list[Report]:
        """Work for several runs, one after another."""

    async def command(self, run: str, order: Order) -> Report:
        """Carry out one order; the report has a checkpoint of the run as it then is."""

    async def save(self, run: str, which: Save) -> Checkpoint:
        """The run as it is."""

    async def close(self, run: str) -> None:
        """Give up a run's room."""

    async def stop(self) -> None:
        """Give back everything."""
