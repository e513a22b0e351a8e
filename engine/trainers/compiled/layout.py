"""The table of a network's operations: which rows each reads and writes, and where what it owns lies."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from engine.layers import FEATURES, Affine, Program
from engine.trainers.compiled.narrow import NARROW
from engine.trainers.compiled.property import KEPT, LEARNED, SCRATCH, Place
from engine.trainers.compiled.registers import LANES, padded
from engine.trainers.compiled.steps import CODES, OPERATIONS
from engine.trainers.compiled.table import OPERATION


class Source(NamedTuple):
    """The columns of the table that tell about one of an operation's sources."""

    row: str
    inputs: str
    adds: str


SOURCES = (Source("input_row", "inputs", "adds"), Source("other_row", "other_inputs", "other_adds"))


class Layout:
    """Where everything lies that belongs to the operations of a program.

    What is learned comes first, once more as gradients and twice for the optimizer, each padded to ``count``
    numbers; then what operations keep, and what they work with.

    Attributes
    ----------
    table : structured array
        A row for each operation, see ``table.py``.
    rows : int
        Rows of values: features and all units, with padding.
    learned, kept : dict
        Places by name, such as ``"layers.0.weight"``.
    used, count : int
        Numbers that are learned, without and with padding.
    end : int
        The offset behind all of it.

    Parameters
    ----------
    narrow
        Whether the network is trained sample by sample, see ``narrow.py``.
    """

    def __init__(self, program: Program, features: int, narrow: bool) -> None:
        self._narrow = narrow
        self.table = np.zeros(len(program), OPERATION)
        self._describe(program, features)
        self._share_derivatives(program)
        self.learned, self.used = self._place(program, LEARNED, 0)
        self.count = padded(self.used, LANES)
        self.kept, end = self._place(program, KEPT, 4 * self.count)
        _, end = self._place(program, SCRATCH, end)
        self.end = padded(end, LANES)

    @property
    def most_inputs(self) -> int:
        """Return the most inputs, with padding, that any matrix has."""
        return int(max(self.table["padded_inputs"].max(), self.table["padded_other"].max()))

    def _describe(self, program: Program, features: int) -> None:
        """Fill in what each operation is, and its rows."""
        self.rows = padded(features)
        following = [*(stage.node for stage in program[1:]), ""]
        for number, (row, stage, next_node) in enumerate(zip(self.table, program, following, strict=True)):
            row["code"] = CODES[type(stage.operation)]
            row["shown"] = stage.node != next_node
            OPERATIONS[type(stage.operation)].describe(row, stage.operation)
            if self._narrow and number > 0:
                row["padded_inputs"] = NARROW
            row["output_row"] = self.rows
            (room,) = self._room(number, (int(row["outputs"]),))
            self.rows += room
            for columns, source in zip(SOURCES, stage.sources, strict=False):
                if source == FEATURES:
                    row[columns.row], row[columns.inputs] = 0, features
                else:
                    row[columns.row] = self.table[source]["output_row"]
                    row[columns.inputs] = self.table[source]["outputs"]

    def _share_derivatives(self, program: Program) -> None:
        """Tell each operation, on the way back, whether the derivatives of its inputs begin with it."""
        begun: set[int] = set()
        for row, stage in zip(self.table[::-1], program[::-1], strict=True):
            for columns, source in zip(SOURCES, stage.sources, strict=False):
                row[columns.adds] = source in begun and source != FEATURES
                begun.add(source)

    def _place(self, program: Program, role: str, start: int) -> tuple[dict[str, Place], int]:
        """Give what operations own in one role its place, from an offset on; return the places and the end."""
        places = {}
        for number, (row, stage) in enumerate(zip(self.table, program, strict=True)):
            frozen = isinstance(stage.operation, Affine) and stage.operation.frozen
            first = start
            for item in OPERATIONS[type(stage.operation)].properties(stage.operation):
                if item.role == role:
                    place = Place(start, item.shape, self._room(number, item.shape), frozen)
                    places[f"{stage.node}.{item.name or item.column}"] = place
                    row[item.column] = start
                    start = place.end
            if role == LEARNED:
                row["first_learned"], row["learned_count"] = first, start - first
        return places, start

    def _room(self, number: int, shape: tuple[int, ...]) -> tuple[int, ...]:
        """Return a shape with what pads it, of the operation with a number.

        Rows are whole groups; where a network is narrow, all that belongs to a hidden layer's unit is as large as a
        register holds.
        """
        *rows, last = shape
        if not self._narrow:
            return (*rows, padded(last))
        hidden = number < len(self.table) - 1
        if not rows:
            return (NARROW if hidden else padded(last),)
        return (NARROW if hidden else rows[0], int(self.table["padded_inputs"][number]))
