"""From cells to columns that have a type."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from engine.tables.cells import Row
from engine.tables.limits import LARGEST_NUMBER, MOST_VALUES
from engine.tables.refusal import TableError, cell_place, shortened

Kind = Literal["number", "category", "text", "constant", "empty"]

MISSING = frozenset({"", "na", "n/a", "#n/a", "nan", "null", "?"})
_POINT = re.compile(r"[+\-−]?(\d+(\.\d*)?|\.\d+)(e[+\-−]?\d+)?", re.IGNORECASE)
_POINT_GROUPED = re.compile(r"[+\-−]?\d{1,3}(,\d{3})+(\.\d*)?")
_COMMA = re.compile(r"[+\-−]?\d+,\d+(e[+\-−]?\d+)?", re.IGNORECASE)
_COMMA_GROUPED = re.compile(r"[+\-−]?\d{1,3}(\.\d{3})+,\d+")
_ENDLESS = re.compile(r"[+\-−]?inf(inity)?", re.IGNORECASE)


@dataclass(frozen=True)
class Column:
    """One column: what it holds, and what its numbers mean."""

    name: str
    kind: Kind
    missing: int
    distinct: int
    low: float | None = None
    high: float | None = None
    values: tuple[str, ...] = ()
    """The texts of a category in order, its numbers being their places here; of other texts the first few."""


@dataclass(frozen=True)
class Table:
    """Columns and their numbers, (rows, columns): values, places of categories, NaN where there is none."""

    columns: tuple[Column, ...]
    numbers: NDArray[np.float64]
    notes: tuple[str, ...] = ()

    def column(self, name: str) -> int | None:
        """Return the place of the column with a name."""
        return next((place for place, column in enumerate(self.columns) if column.name == name), None)


def plain_number(cell: str, comma: bool) -> str | None:
    """Return a number as Python writes it, or nothing where the cell is none.

    With ``comma``, a comma is the decimal mark; else commas may group the thousands.
    """
    if _POINT.fullmatch(cell):
        return cell.replace("−", "-")
    if comma and (_COMMA.fullmatch(cell) or _COMMA_GROUPED.fullmatch(cell)):
        return cell.replace(".", "").replace(",", ".").replace("−", "-")
    if not comma and _POINT_GROUPED.fullmatch(cell):
        return cell.replace(",", "").replace("−", "-")
    return None


def has_decimal_commas(rows: list[Row], delimiter: str) -> bool:
    """Tell whether some cell is a number like 1,5; where commas separate the cells, none is."""
    return delimiter != "," and any(_COMMA.fullmatch(cell) for row in rows for cell in row.cells)


def read_column(
    name: str, place: int, rows: list[Row], comma: bool
) -> tuple[Column, NDArray[np.float64], list[str]]:
    """Return the column at a place, its numbers (rows,), and what there is to say about it.

    Raises
    ------
    TableError
        Where numbers are too large.
    """
    cells = [row.cells[place] for row in rows]
    plain = [None if cell.casefold() in MISSING else plain_number(cell, comma) for cell in cells]
    texts = [
        index
        for index, cell in enumerate(cells)
        if plain[index] is None and cell.casefold() not in MISSING and not _ENDLESS.fullmatch(cell)
    ]
    missing = sum(cell.casefold() in MISSING for cell in cells)
    if missing == len(cells):
        return Column(name, "empty", missing, 0), np.full(len(cells), np.nan), []
    if not texts:
        numbers = read_numbers(name, place, rows, plain)
        there = numbers[~np.isnan(numbers)]
        distinct = len(np.unique(there))
        kind: Kind = "number" if distinct > 1 else "constant"
        return Column(name, kind, missing, distinct, float(there.min()), float(there.max())), numbers, []
    column, numbers = read_texts(name, cells, missing)
    notes = []
    if len(texts) <= (len(cells) - missing) / 2:
        first = texts[0]
        notes.append(
            f"{cell_place(rows[first].line, place + 1, name)}: {shortened(cells[first])} is no number, "
            "so the column is read as text."
        )
    return column, numbers, notes


def read_numbers(name: str, place: int, rows: list[Row], plain: list[str | None]) -> NDArray[np.float64]:
    """Return the numbers of a column that has no texts, NaN where a cell is missing."""
    numbers = np.full(len(rows), np.nan)
    for index, number in enumerate(plain):
        cell = rows[index].cells[place]
        value = float(number) if number is not None else np.inf if _ENDLESS.fullmatch(cell) else np.nan
        if abs(value) > LARGEST_NUMBER:
            line = rows[index].line
            raise TableError(
                f"{cell_place(line, place + 1, name)}: {shortened(cell)} is too large; "
                f"numbers must lie within ±{LARGEST_NUMBER:.0e}.",
                "Use a larger unit, or empty the cell.",
                line,
                place + 1,
            )
        numbers[index] = value
    return numbers


def read_texts(name: str, cells: list[str], missing: int) -> tuple[Column, NDArray[np.float64]]:
    """Return a column of texts: a category where few are different."""
    there = sorted({cell for cell in cells if cell.casefold() not in MISSING}, key=natural)
    if len(there) > MOST_VALUES:
        column = Column(name, "text", missing, len(there), values=tuple(there[:MOST_VALUES]))
        return column, np.full(len(cells), np.nan)
    numbers = {text: float(place) for place, text in enumerate(there)}
    kind: Kind = "category" if len(there) > 1 else "constant"
    column = Column(name, kind, missing, len(there), values=tuple(there))
    return column, np.array([numbers.get(cell, np.nan) for cell in cells])


def natural(text: str) -> tuple[list[tuple[int, str]], str]:
    """Return what texts are sorted by: "item 2" comes before "item 10"."""
    parts = re.split(r"(\d+)", text.casefold())
    return [(int(part), "") if part.isdecimal() else (0, part) for part in parts], text
