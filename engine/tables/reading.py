"""From a text to a table: header, columns, and the same table as plain text."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from engine.tables.cells import Checkpoint, Row, read_cells, too_many_rows
from engine.tables.columns import MISSING, Table, has_decimal_commas, plain_number, read_column
from engine.tables.decoding import checked
from engine.tables.limits import LONGEST_NAME, MOST_CHARACTERS, MOST_ROWS
from engine.tables.refusal import TableError

Name = str


@dataclass(frozen=True)
class Reading:
    """A table with its cells as they stand, numbers written with a decimal point."""

    table: Table
    rows: list[list[str]]

    def text(self) -> str | None:
        """Return the table as a text that can stand in a spec, or nothing where it is too long.

        Nothing, too, where it would be read as another table: some texts only have a meaning among their like.
        """
        written = io.StringIO()
        writer = csv.writer(written, lineterminator="\n")
        writer.writerow(column.name for column in self.table.columns)
        writer.writerows(self.rows)
        text = written.getvalue()
        if len(text.encode()) > MOST_CHARACTERS:
            return None
        try:
            again = table_of(text)
        except TableError:  # Its names hold what looks like delimiters, say.
            return None
        same = again.columns == self.table.columns and np.array_equal(
            again.numbers, self.table.numbers, equal_nan=True
        )
        return text if same else None


def read_table(text: str, checkpoint: Checkpoint = lambda: None) -> Reading:
    """Return the table in a text; ``checkpoint`` is called now and then, and may raise.

    Raises
    ------
    TableError
        With line and column, in one sentence.
    """
    cells = read_cells(checked(text), checkpoint)
    comma = has_decimal_commas(cells.rows, cells.delimiter)
    header = has_header(cells.rows, comma)
    rows = cells.rows[1:] if header else cells.rows
    if not rows:
        line = cells.rows[0].line
        raise TableError(f"Line {line}: there is no row below the header.", "Give some rows.", line + 1)
    if len(rows) > MOST_ROWS:
        raise too_many_rows(rows[MOST_ROWS].line)
    width = len(rows[0].cells)
    names, notes = column_names(cells.rows[0].cells if header else [""] * width)
    if not header:
        notes = ["The first row is read as data, not as names of columns."]
    if comma:
        notes.append("Commas within numbers are read as decimal marks: 1,5 is one and a half.")
    columns, numbers = [], []
    for place, name in enumerate(names):
        checkpoint()
        column, values, remarks = read_column(name, place, rows, comma)
        if column.kind == "empty" and header and not cells.rows[0].cells[place]:
            continue  # A column without name and cells is only a delimiter too many.
        columns.append(column)
        numbers.append(values)
        notes += remarks
    kept = [names.index(column.name) for column in columns]
    table = Table(tuple(columns), np.stack(numbers, axis=1), tuple(notes))
    return Reading(table, [[written_cell(row.cells[place], comma) for place in kept] for row in rows])


@lru_cache(maxsize=32)
def table_of(text: str) -> Table:
    """Return the table in the text of a spec, which is read once."""
    return read_table(text).table


def written_cell(cell: str, comma: bool) -> str:
    """Return a cell with a decimal point where it is a number."""
    return plain_number(cell, comma) or cell


def has_header(rows: list[Row], comma: bool) -> bool:
    """Guess whether the first row has the columns' names: texts of which none comes again below."""
    first, below = rows[0].cells, rows[1:]
    if any(plain_number(cell, comma) is not None for cell in first):
        return False
    for place, cell in enumerate(first):
        if cell and any(row.cells[place] == cell for row in below):
            return False
    return any(cell.casefold() not in MISSING for cell in first)


def column_names(cells: list[str]) -> tuple[list[Name], list[str]]:
    """Return a different name for each column, and what there is to say about them."""
    names: list[Name] = []
    notes = []
    for place, cell in enumerate(cells, 1):
        wanted = " ".join(cell.split())
        wanted = wanted if len(wanted) <= LONGEST_NAME else f"{wanted[: LONGEST_NAME - 1]}…"
        name = wanted or f"column {place}"
        number = 2
        while name in names:
            name = f"{wanted or f'column {place}'} ({number})"
            number += 1
        if wanted and name != wanted:
            notes.append(f"Line 1, column {place}: {wanted} is there twice; this one is called {name}.")
        names.append(name)
    return names, notes
