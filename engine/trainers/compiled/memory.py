"""One block of memory for all numbers of a training, and the tables that tell the kernels where they are."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from engine.clippings import Clipping
from engine.layers import Affine, Program
from engine.losses import Loss
from engine.optimizers import Optimizer
from engine.trainers.compiled.accuracy import JUDGEMENTS
from engine.trainers.compiled.activations import FUSED
from engine.trainers.compiled.area import TILE, Area, area_at, area_size
from engine.trainers.compiled.clippings import clipping_code
from engine.trainers.compiled.layout import Layout
from engine.trainers.compiled.losses import finish_code, loss_code
from engine.trainers.compiled.narrow import is_narrow
from engine.trainers.compiled.optimizers import optimizer_code
from engine.trainers.compiled.registers import LANES, padded
from engine.trainers.compiled.schedules import schedule_code
from engine.trainers.compiled.table import PLAN, RUN
from engine.trainers.trainer import Array

CACHE_LINE = 64
"""Bytes; the block starts at a multiple, so that no register straddles two lines."""


class Memory:
    """The block, laid out for one network and batch size, with all parameters and slots zero.

    Attributes
    ----------
    numbers : array of float32
        What is learned, its gradients and the optimizer's two slots, each in the same layout; then what operations
        keep, what they work with, the values of a batch and those of a tile (see ``area.py``).
    table, plan : structured arrays
        See ``table.py``.
    trained, pruned : arrays of RUN
        The parameters that the optimizer moves, and the weights that are cut off.
    natural, matrices : arrays of RUN
        All parameters without padding, one behind another as in ``parameters``, and the weight matrices alone.
    remembered : array of RUN
        The same parameters and behind them the optimizer's state as in ``slots``, ``remembered_count`` numbers.
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
        clipping: Clipping | None,
        epochs: int,
    ) -> None:
        output = program[-1].operation
        if not isinstance(output, Affine):
            raise TypeError("A program must end with the output's affine operation.")
        fused = loss.fused_with == output.activation.kind_name()
        narrow = is_narrow(program, features, batch_size)
        self._layout = layout = Layout(program, features, narrow)
        self.table = layout.table
        self.plan = np.zeros(1, PLAN)
        if fused:
            self.table[-1]["activation_slope"] = FUSED

        width = padded(batch_size, LANES)
        count = layout.count
        tile_area = layout.end + area_size(layout.rows, output.outputs, layout.most_inputs, width)
        c0, c1 = loss.constants()
        self._fill_plan(
            parameters=count,
            gradients=count,
            first_slot=2 * count,
            second_slot=3 * count,
            features=features,
            outputs=output.outputs,
            batch=area_at(layout.end, layout.rows, output.outputs, width),
            keeps=bool(layout.kept),
            narrow=narrow,
            batch_size=batch_size,
            tile=area_at(tile_area, layout.rows, output.outputs, TILE),
            loss=loss_code(loss, fused),
            finish=finish_code(loss),
            penalized=bool(self.table["regularizer"].any()),
            constrained=bool(self.table["constraint"].any()),
            loss_c0=c0,
            loss_c1=c1,
            loss_terms=output.outputs if loss.mean_over_outputs else 1,
            judgement=JUDGEMENTS[task],
            threshold=threshold,
        )
        self.use_optimizer(optimizer, clipping, epochs)
        self.trained = runs(
            (place.offset, place.end) for place in layout.learned.values() if not place.frozen
        )
        if len(self.trained) and self.trained[-1]["start"] + self.trained[-1]["count"] == layout.used:
            self.trained[-1]["count"] += count - layout.used  # whole registers
        self.pruned = runs((start, start + 1) for start in sorted(self._cut_weights(program)))
        places = [*layout.learned.values(), *layout.kept.values()]
        self.natural = runs(run for place in places for run in place.runs)
        self.matrices = runs(run for place in places if len(place.shape) == 2 for run in place.runs)

        self.numbers = _aligned(tile_area + area_size(layout.rows, output.outputs, layout.most_inputs, TILE))
        kept = {name: place.view(self.numbers) for name, place in layout.kept.items()}
        self.parameters = self.views(self.numbers) | kept
        starts = dict(zip(optimizer.slots, (2 * count, 3 * count), strict=False))
        self.slots = {
            f"{name}.{slot}": view
            for slot, start in starts.items()
            for name, view in self.views(self.numbers[start:]).items()
        }
        behind = [
            (start + first, start + end)
            for start in starts.values()
            for place in layout.learned.values()
            for first, end in place.runs
        ]
        self.remembered = np.concatenate([self.natural, runs(behind)])
        self.remembered_count = int(self.remembered["count"].sum())

    def views(self, numbers: Array) -> dict[str, Array]:
        """Return views in natural shape, by name, of numbers that are laid out as what is learned."""
        return {name: place.view(numbers) for name, place in self._layout.learned.items()}

    def use_optimizer(self, optimizer: Optimizer, clipping: Clipping | None, epochs: int) -> None:
        """Take over the settings of the optimizer, its schedule and the clipping before it."""
        c0, c1, c2, c3 = optimizer.constants()
        schedule_c0, schedule_c1, schedule_c2 = optimizer.schedule.constants()
        clipping_c0, clipping_c1 = clipping.constants() if clipping else (0.0, 0.0)
        self._fill_plan(
            optimizer=optimizer_code(optimizer),
            learning_rate=optimizer.learning_rate,
            optimizer_c0=c0,
            optimizer_c1=c1,
            optimizer_c2=c2,
            optimizer_c3=c3,
            schedule=schedule_code(optimizer.schedule),
            schedule_c0=schedule_c0,
            schedule_c1=schedule_c1,
            schedule_c2=schedule_c2,
            watched=optimizer.schedule.watched(),
            epochs=epochs,
            clipping=clipping_code(clipping),
            clipping_c0=clipping_c0,
            clipping_c1=clipping_c1,
        )

    def _cut_weights(self, program: Program) -> set[int]:
        """Return the offsets of all weights that are cut off."""
        found = set()
        for node, operation, _ in program:
            if isinstance(operation, Affine):
                place = self._layout.learned[f"{node}.weight"]
                outputs, inputs = place.shape
                found |= {
                    place.offset + output * place.room[1] + source
                    for output, source in operation.pruned
                    if output < outputs and source < inputs
                }
        return found

    def _fill_plan(self, **numbers: float | Area) -> None:
        for name, number in numbers.items():
            self.plan[name] = number


def runs(ranges: Iterable[tuple[int, int]]) -> NDArray[np.void]:
    """Return ranges (start, end), given in order, as a table of ``RUN``; neighbors become one run."""
    found: list[tuple[int, int]] = []
    for start, end in ranges:
        if found and found[-1][0] + found[-1][1] == start:
            found[-1] = (found[-1][0], end - found[-1][0])
        else:
            found.append((start, end - start))
    return np.array(found, RUN)


def _aligned(count: int) -> Array:
    """Return so many zeros, starting at a cache line."""
    raw = np.zeros(count + CACHE_LINE // 4, np.float32)
    start = -raw.ctypes.data % CACHE_LINE // 4
    return raw[start : start + count]
