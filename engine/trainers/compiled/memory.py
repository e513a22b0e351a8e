"""One block of memory for all numbers of a training, and the tables that tell the kernels where they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

import numpy as np

from engine.layers import Affine, Operation
from engine.losses import Loss
from engine.optimizers import Optimizer
from engine.trainers.compiled.accuracy import JUDGEMENTS
from engine.trainers.compiled.activations import FUSED
from engine.trainers.compiled.area import TILE, area_size
from engine.trainers.compiled.losses import loss_code
from engine.trainers.compiled.optimizers import optimizer_code
from engine.trainers.compiled.registers import LANES, padded
from engine.trainers.compiled.steps import CODES, OPERATIONS
from engine.trainers.compiled.table import OPERATION, PLAN
from engine.trainers.trainer import Array

Program = Sequence[tuple[str, Operation]]
"""The network's nodes in forward order, ending with the output's affine operation."""

CACHE_LINE = 64
"""Bytes; the block starts at a multiple, so that no register straddles two lines."""


@dataclass(frozen=True)
class Place:
    """Where a parameter lies among the parameters, with every axis padded to whole groups."""

    offset: int
    shape: tuple[int, ...]

    @property
    def room(self) -> tuple[int, ...]:
        """Return the padded shape."""
        return tuple(padded(size) for size in self.shape)

    def view(self, numbers: Array) -> Array:
        """Return the parameter's view of numbers that are laid out as the parameters are."""
        whole = numbers[self.offset : self.offset + prod(self.room)].reshape(self.room)
        return whole[tuple(slice(size) for size in self.shape)]


class Memory:
    """The block, laid out for one network and batch size, with all parameters and slots zero.

    Attributes
    ----------
    numbers : array of float32
        Parameters, gradients and the optimizer's two slots, each in the same layout; then the values of a batch
        and those of a tile (see ``area.py``).
    table, plan : structured arrays
        See ``table.py``.
    parameters, slots : dict
        Views of the parameters by name, and of the optimizer's state by name of the parameter and of the slot.
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
        output = program[-1][1]
        if not isinstance(output, Affine):
            raise TypeError("A program must end with the output's affine operation.")
        fused = loss.fused_with == output.activation.kind_name()
        self.table = np.zeros(len(program), OPERATION)
        self.plan = np.zeros(1, PLAN)
        self._places: dict[str, Place] = {}
        rows = self._fill_table(program, features)
        if fused:
            self.table[-1]["activation_slope"] = FUSED

        width = padded(batch_size, LANES)
        count = padded(sum(prod(place.room) for place in self._places.values()), LANES)
        most_inputs = int(self.table["padded_inputs"].max())
        tile_area = 4 * count + area_size(rows, output.outputs, most_inputs, width)
        c0, c1 = loss.constants()
        self._fill_plan(
            parameters=count,
            gradients=count,
            first_slot=2 * count,
            second_slot=3 * count,
            rows=rows,
            features=features,
            outputs=output.outputs,
            batch_area=4 * count,
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
        self.parameters = self.views(self.numbers)
        self.slots = {
            f"{name}.{slot}": view
            for slot, start in zip(optimizer.slots, (2 * count, 3 * count), strict=False)
            for name, view in self.views(self.numbers[start:]).items()
        }

    def views(self, numbers: Array) -> dict[str, Array]:
        """Return views in natural shape, by name, of numbers that are laid out as the parameters are."""
        return {name: place.view(numbers) for name, place in self._places.items()}

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
        """Describe every operation, give each its rows and parameters a place; return the number of rows."""
        inputs, input_row, rows, offset = features, 0, padded(features), 0
        for row, (node, operation) in zip(self.table, program, strict=True):
            kind = OPERATIONS[type(operation)]
            row["code"] = CODES[type(operation)]
            row["inputs"], row["input_row"], row["output_row"] = inputs, input_row, rows
            kind.describe(row, operation)
            for name, shape in kind.shapes(operation).items():
                place = Place(offset, shape)
                self._places[f"{node}.{name}"] = place
                row[name] = offset
                offset += prod(place.room)
            inputs, input_row = int(row["outputs"]), rows
            rows += padded(inputs)
        return rows


def _aligned(count: int) -> Array:
    """Return so many zeros, starting at a cache line."""
    raw = np.zeros(count + CACHE_LINE // 4, np.float32)
    start = -raw.ctypes.data % CACHE_LINE // 4
    return raw[start : start + count]
