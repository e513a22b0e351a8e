"""From the columns of a table to inputs, target and task: what was asked for, and a guess at the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.tables.columns import Column, Table
from engine.tables.limits import MOST_INPUTS, MOST_VALUES
from engine.tables.refusal import TableError, shortened
from engine.tasks import Task

TARGET_NAMES = frozenset(
    {"target", "label", "class", "species", "y", "output", "outcome", "result", "category", "diagnosis"}
)
NUMBERING_NAMES = frozenset(
    {"", "id", "index", "nr", "no", "no.", "number", "row", "#", "unnamed: 0", "column 1"}
)
YES_AND_NO = {(0.0, 1.0), (-1.0, 1.0)}
"""Numbers that are classes however few rows there are."""
ROWS_PER_CLASS = 4
"""Whole numbers are guessed to be classes where each comes so often on average."""
MARGIN = 0.05
"""So much of its range is drawn on either side of an input."""


@dataclass(frozen=True)
class Selection:
    """What is learned of a table, and its complete rows."""

    columns: tuple[str, ...]
    """The columns that are inputs."""
    target: str
    task: Task
    input_names: tuple[str, ...]
    """One for each number; a column of texts has as many as it has values."""
    class_names: tuple[str, ...] | None
    inputs: NDArray[np.float64]
    """Shape (samples, inputs)."""
    targets: NDArray[np.float64]
    """Shape (samples,): values, or numbers of classes."""
    left_out: int
    """Rows without a value where one is needed."""

    def extent(self) -> tuple[tuple[float, float], ...]:
        """Return what to draw of each input: its range and a little more."""
        pairs = []
        for low, high in zip(self.inputs.min(axis=0), self.inputs.max(axis=0), strict=True):
            air = MARGIN * (high - low) or max(1.0, MARGIN * abs(low))
            pairs.append((float(low - air), float(high + air)))
        return tuple(pairs)

    def medians(self) -> tuple[float, ...]:
        """Return the middle value of each input."""
        return tuple(float(value) for value in np.median(self.inputs, axis=0))


def select(table: Table, columns: Sequence[str] | None, target: str | None, task: Task | None) -> Selection:
    """Return inputs, target and task; what is None is guessed.

    Raises
    ------
    TableError
        In one sentence that names the column, with the path of the field.
    """
    goal = find(table, target, "data.target") if target is not None else guess_target(table, columns)
    check_target(table.columns[goal])
    places = chosen(table, columns, goal) if columns is not None else guess_inputs(table, goal)
    complete = np.all(~np.isnan(table.numbers[:, [*places, goal]]), axis=1)
    if not complete.any():
        raise TableError(
            "No row has a value in every chosen column.",
            "Leave out the columns with many gaps.",
            path="data.inputs",
        )
    rows = table.numbers[complete]
    if task is None:
        task = guess_task(table.columns[goal], rows[:, goal])
    class_names, targets = aims(table.columns[goal], rows[:, goal], task)
    names, inputs = spread(table, places, rows)
    return Selection(
        tuple(table.columns[place].name for place in places),
        table.columns[goal].name,
        task,
        names,
        class_names,
        inputs,
        targets,
        int((~complete).sum()),
    )


def find(table: Table, name: str, path: str) -> int:
    """Return the place of a column; raise TableError where there is none of the name."""
    place = table.column(name)
    if place is None:
        known = ", ".join(column.name for column in table.columns)
        raise TableError(
            f"There is no column {shortened(name)} in this table.", f"Columns: {known}.", path=path
        )
    return place


def chosen(table: Table, columns: Sequence[str], goal: int) -> list[int]:
    """Return the places of the inputs that were asked for; raise TableError where one cannot be an input."""
    if not columns:
        raise TableError("A table needs at least one input.", "Choose a column.", path="data.inputs")
    places: list[int] = []
    for number, name in enumerate(columns):
        path = f"data.inputs.{number}"
        place = find(table, name, path)
        if place == goal:
            raise TableError(
                f"Column {name} is the target; it cannot be an input too.", "Leave it out.", path=path
            )
        if place in places:
            raise TableError(f"Column {name} is chosen twice.", "Leave it out once.", path=path)
        column = table.columns[place]
        if width(column) == 0:
            raise TableError(
                f"Column {name} {trouble(column)}, so it cannot be an input.", "Leave it out.", path=path
            )
        places.append(place)
    wide = sum(width(table.columns[place]) for place in places)
    if wide > MOST_INPUTS:
        raise TableError(
            f"There may be at most {MOST_INPUTS} inputs, and these columns make {wide}: "
            "one of texts counts as often as it has values.",
            "Leave some columns out.",
            path="data.inputs",
        )
    return places


def width(column: Column) -> int:
    """Return how many inputs a column makes: none where nothing can be learned from it."""
    return {"number": 1, "category": column.distinct}.get(column.kind, 0)


def trouble(column: Column) -> str:
    """Return why a column is of no use, as the middle of a sentence."""
    return {
        "text": f"has {column.distinct:,} different texts, and at most {MOST_VALUES} can be told apart",
        "constant": "has the same value in every row",
        "empty": "is empty",
    }[column.kind]


def check_target(column: Column) -> None:
    """Raise TableError where a column cannot be learned."""
    if width(column) == 0:
        raise TableError(
            f"Column {column.name} {trouble(column)}, so it cannot be the target.",
            "Choose another target.",
            path="data.target",
        )


def guess_target(table: Table, columns: Sequence[str] | None) -> int:
    """Return the column whose name sounds like a target, else the last that can be one."""
    usable = [
        place
        for place, column in enumerate(table.columns)
        if width(column) and column.name not in (columns or ())
    ]
    if not usable:
        place = len(table.columns) - 1
        column = table.columns[place]
        reason = "is an input" if width(column) else trouble(column)
        raise TableError(
            f"Column {place + 1} ({column.name}) {reason}, and no other can be the target.",
            "Give a column of numbers or of a few different texts.",
            column=place + 1,
            path="data.target",
        )
    named = [place for place in usable if table.columns[place].name.casefold() in TARGET_NAMES]
    return (named or usable)[-1]


def guess_inputs(table: Table, goal: int) -> list[int]:
    """Return all columns that can be inputs, as many as there is room for, but none that only numbers the rows."""
    places, room = [], MOST_INPUTS
    for place, column in enumerate(table.columns):
        wide = width(column)
        if place == goal or not 0 < wide <= room or numbers_rows(table, place):
            continue
        places.append(place)
        room -= wide
    if not places:
        place = next((place for place in reversed(range(len(table.columns))) if place != goal), goal)
        column = table.columns[place]
        reason = trouble(column) if not width(column) else "only numbers the rows"
        raise TableError(
            f"Column {place + 1} ({column.name}) {reason}, and nothing else is left to learn "
            f"{table.columns[goal].name} from.",
            "Give another column of numbers or of a few different texts.",
            column=place + 1,
            path="data.inputs",
        )
    return places


def numbers_rows(table: Table, place: int) -> bool:
    """Tell whether a column counts the rows: by its name, and since it goes up by 1."""
    numbers = table.numbers[:, place]
    named = table.columns[place].name.casefold() in NUMBERING_NAMES
    return named and len(numbers) > 2 and bool((np.diff(numbers) == 1).all())


def guess_task(column: Column, numbers: NDArray[np.float64]) -> Task:
    """Return what the target asks for, from its kind and its values in the complete rows."""
    values = np.unique(numbers)
    few = len(values) <= MOST_VALUES and ROWS_PER_CLASS * len(values) <= len(numbers)
    whole = bool((values == np.round(values)).all())
    if column.kind != "category" and not (whole and few) and tuple(values) not in YES_AND_NO:
        return "regression"
    return "binary" if len(values) == 2 else "classes"


def aims(
    column: Column, numbers: NDArray[np.float64], task: Task
) -> tuple[tuple[str, ...] | None, NDArray[np.float64]]:
    """Return the names of the classes and the target of each row; raise TableError where the task does not fit."""
    name = column.name
    if task == "regression":
        if column.kind != "number":
            raise TableError(
                f"Column {name} holds texts, and a value to predict must be a number.",
                "Choose two or several classes as the task, or another target.",
                path="data.task",
            )
        return None, numbers
    values, codes = np.unique(numbers, return_inverse=True)
    wrong = len(values) != 2 if task == "binary" else not 2 <= len(values) <= MOST_VALUES
    if wrong:
        wanted = "exactly 2" if task == "binary" else f"2 to {MOST_VALUES}"
        counted = f"{len(values):,} different {'value' if len(values) == 1 else 'values'}"
        raise TableError(
            f"Column {name} has {counted} in the complete rows, and for this task it must have {wanted}.",
            "Choose another task or another target.",
            path="data.task",
        )
    if column.kind == "category":
        return tuple(column.values[int(value)] for value in values), codes.astype(np.float64)
    return tuple(f"{value:g}" for value in values), codes.astype(np.float64)


def spread(
    table: Table, places: Sequence[int], rows: NDArray[np.float64]
) -> tuple[tuple[str, ...], NDArray[np.float64]]:
    """Return a name and a column of numbers for each input; a category has one for each of its values."""
    names: list[str] = []
    inputs = []
    for place in places:
        column = table.columns[place]
        if column.kind == "number":
            names.append(column.name)
            inputs.append(rows[:, place])
            continue
        for code, value in enumerate(column.values):
            names.append(f"{column.name} = {value}")
            inputs.append((rows[:, place] == code).astype(np.float64))
    doubled = {name for name in names if names.count(name) > 1}
    unique = tuple(f"{name} #{place + 1}" if name in doubled else name for place, name in enumerate(names))
    return unique, np.stack(inputs, axis=1)
