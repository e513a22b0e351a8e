"""One block of memory for all numbers of a training, and the tables that tell the kernels where they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import NamedTuple

import numpy as np

from engine.layers import FEATURES, Affine, Stage
from engine.losses import Loss
from engine.optimizers import Optimizer
from engine.trainers.compiled.accuracy import JUDGEMENTS
from engine.trainers.compiled.activations import FUSED
from engine.trainers.compiled.area import TILE, area_size
from engine.trainers.compiled.losses import loss_code
from engine.trainers.compiled.optimizers import optimizer_code
from engine.trainers.compiled.property import KEPT, LEARNED, SCRATCH
from engine.trainers.compiled.registers import LANES, padded
from engine.trainers.compiled.steps import CODES, OPERATIONS
from engine.trainers.compiled.table import OPERATION, PLAN
from engine.trainers.trainer import Array

Program = Sequence[Stage]
"""The operations in order of computation, ending with the output's affine operation."""


class Source(NamedTuple):
    """The columns of the table that tell about one of an operation's sources."""

    row: str
    inputs: str
    adds: str


SOURCES = (Source("input_row", "inputs", "adds"), Source("other_row", "other_inputs", "other_adds"))

CACHE_LINE = 64
"""Bytes; the block starts at a multiple, so that no register straddles two lines."""


@dataclass(frozen=True)
class Place:
    """Where numbers with a name lie, with every axis padded to whole groups."""

    offset: int
    shape: tuple[int, ...]

    @property
    def room(self) -> tuple[int, ...]:
        """Return the padded shape."""
        return tuple(padded(size) for size in self.shape)

    def view(self, numbers: Array) -> Array:
        """Return their view of a block that is laid out so."""
        whole = numbers[self.offset : self.offset + prod(self.room)].reshape(self.room)
        return whole[tuple(slice(size) for size in self.shape)]


class Memory:
    """The block, laid out for one network and batch size, with all parameters and slots zero.

    Attributes
    ----------
    numbers : array of float32
        What is learned, its gradients and the optimizer's two slots, each in the same layout; then what operations
        keep, what they work with, the values of a batch and those of a tile (see ``area.py``).
    table, plan : structured arrays
        See ``table.py``.
    parameters, slots : dict
        Views of the parameters by name, learned and kept, and of the optimizer's state by name of the parameter
        and of the slot.
    """

    def __init__(
        self,
        program: Program,
        features: int,
        loss: Loss,
        optimizer: Optimizer,
        batch_size: int,
        task: str,
        threshold: float,
    ) -> None:
        output = program[-1].operation
        if not isinstance(output, Affine):
            raise TypeError("A program must end with the output's affine operation.")
        fused = loss.fused_with == output.activation.kind_name()
        self.table = np.zeros(len(program), OPERATION)
        self.plan = np.zeros(1, PLAN)
        rows = self._fill_table(program, features)
        if fused:
            self.table[-1]["activation_slope"] = FUSED

        width = padded(batch_size, LANES)
        self._learned, count = self._place(program, LEARNED, 0)
        self._kept, scratch = self._place(program, KEPT, 4 * count)
        _, batch_area = self._place(program, SCRATCH, scratch)
        most_inputs = int(max(self.table["padded_inputs"].max(), self.table["padded_other"].max()))
        tile_area = batch_area + area_size(rows, output.outputs, most_inputs, width)
        c0, c1 = loss.constants()
        self._fill_plan(
            parameters=count,
            gradients=count,
            first_slot=2 * count,
            second_slot=3 * count,
            rows=rows,
            features=features,
            outputs=output.outputs,
            batch_area=batch_area,
            keeps=bool(self._kept),
            batch_width=width,
            batch_size=batch_size,
            tile_area=tile_area,
            loss=loss_code(loss, fused),
            loss_c0=c0,
            loss_c1=c1,
            loss_terms=output.outputs if loss.mean_over_outputs else 1,
            judgement=JUDGEMENTS[task],
            threshold=threshold,
        )
        self.use_optimizer(optimizer)

        self.numbers = _aligned(tile_area + area_size(rows, output.outputs, most_inputs, TILE))
        kept = {name: place.view(self.numbers) for name, place in self._kept.items()}
        self.parameters = self.views(self.numbers) | kept
        self.slots = {
            f"{name}.{slot}": view
            for slot, start in zip(optimizer.slots, (2 * count, 3 * count), strict=False)
            for name, view in self.views(self.numbers[start:]).items()
        }

    def views(self, numbers: Array) -> dict[str, Array]:
        """Return views in natural shape, by name, of numbers that are laid out as what is learned."""
        return {name: place.view(numbers) for name, place in self._learned.items()}

    def use_optimizer(self, optimizer: Optimizer) -> None:
        """Take over an optimizer's settings."""
        c0, c1, c2, c3 = optimizer.constants()
        self._fill_plan(
            optimizer=optimizer_code(optimizer),
            learning_rate=optimizer.learning_rate,
            optimizer_c0=c0,
            optimizer_c1=c1,
            optimizer_c2=c2,
            optimizer_c3=c3,
        )

    def _fill_plan(self, **numbers: float) -> None:
        for name, number in numbers.items():
            self.plan[name] = number

    def _fill_table(self, program: Program, features: int) -> int:
        """Describe every operation and give each its rows; return the number of rows."""
        rows = padded(features)
        written: set[int] = set()
        for row, stage in zip(self.table, program, strict=True):
            row["code"] = CODES[type(stage.operation)]
            OPERATIONS[type(stage.operation)].describe(row, stage.operation)
            row["output_row"] = rows
            rows += padded(int(row["outputs"]))
            for columns, source in zip(SOURCES, stage.sources, strict=False):
                if source == FEATURES:
                    row[columns.row], row[columns.inputs] = 0, features
                else:
                    row[columns.row] = self.table[source]["output_row"]
                    row[columns.inputs] = self.table[source]["outputs"]
        nodes = [stage.node for stage in program]
        self.table["shown"] = [
            node != following for node, following in zip(nodes, [*nodes[1:], ""], strict=True)
        ]
        for row, stage in zip(self.table[::-1], program[::-1], strict=True):
            for columns, source in zip(SOURCES, stage.sources, strict=False):
                row[columns.adds] = source in written
                if source != FEATURES:
                    written.add(source)
        return rows

    def _place(self, program: Program, role: str, start: int) -> tuple[dict[str, Place], int]:
        """Give what operations own in one role its place, from an offset on; return the places and the end."""
        places = {}
        for row, stage in zip(self.table, program, strict=True):
            first = start
            for item in OPERATIONS[type(stage.operation)].properties(stage.operation):
                if item.role == role:
                    place = Place(start, item.shape)
                    places[f"{stage.node}.{item.name or item.column}"] = place
                    row[item.column] = start
                    start += prod(place.room)
            if role == LEARNED:
                row["first_learned"], row["learned_count"] = first, start - first
        return places, padded(start, LANES)


def _aligned(count: int) -> Array:
    """Return so many zeros, starting at a cache line."""
    raw = np.zeros(count + CACHE_LINE // 4, np.float32)
    start = -raw.ctypes.data % CACHE_LINE // 4
    return raw[start : start + count]
