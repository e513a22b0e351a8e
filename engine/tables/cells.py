"""From text to rows of cells."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from engine.tables.limits import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS
from engine.tables.refusal import TableError, cell_place, shortened

DELIMITERS = ("\t", ";", "|", ",")
"""Where two would do, the first counts: a comma may be that of 1,5."""
LONGEST_LINE = MOST_COLUMNS * (LONGEST_CELL + 3)
MOST_LINES = 10 * MOST_ROWS
"""A row can have several lines, within quotes, and there may be blank lines; but not so many."""
LOOKED_AT = 20
"""So many lines tell the delimiter."""
OFTEN = 256
"""After so many rows the clock may be looked at."""

Checkpoint = Callable[[], None]


@dataclass(frozen=True)
class Row:
    """The cells of a row, without blanks around them, and the line in which it begins."""

    line: int
    cells: list[str]


@dataclass(frozen=True)
class Cells:
    """All rows, each with the same number of cells, the header too where there is one."""

    delimiter: str
    rows: list[Row]


def read_cells(text: str, checkpoint: Checkpoint) -> Cells:
    """Return the rows of a text; ``checkpoint`` is called now and then, and may raise.

    Raises
    ------
    TableError
        With line and column.
    """
    lines = list(islice(io.StringIO(text, newline=None), MOST_LINES + 1))
    told = re.fullmatch(r"sep=(.)\n?", lines[0]) if lines else None
    first = 1 if told else 0
    if len(lines) > MOST_LINES:
        raise too_many_rows(MOST_LINES + 1)
    if not any(line.strip() for line in lines[first:]):
        raise TableError("Line 1: the table is empty.", "Give a header and some rows.", 1)
    delimiter = told[1] if told and told[1] in DELIMITERS else guess_delimiter(lines[first:])
    check_lengths(lines, delimiter)
    rows = list(checked_rows(lines, first, delimiter, checkpoint))
    if not rows:
        raise TableError("Line 1: the table has only empty cells.", "Give a header and some rows.", 1)
    return Cells(delimiter, rows)


def check_lengths(lines: list[str], delimiter: str) -> None:
    """Raise TableError for a line that no table within the limits can have, before anything is made of it."""
    for number, line in enumerate(lines, 1):
        if len(line) > LONGEST_LINE:
            columns = line.count(delimiter) + 1
            if columns > MOST_COLUMNS:
                raise too_many_columns(number, columns)
            raise TableError(
                f"Line {number} has {len(line):,} characters; a cell may have at most {LONGEST_CELL:,}.",
                "Shorten the long cell, or close its quote.",
                number,
            )


def guess_delimiter(lines: list[str]) -> str:
    """Return the delimiter that stands equally often in most of the first lines, outside of quotes."""
    counts: list[dict[str, int]] = []
    quoted = False
    for line in [line for line in lines[: 2 * LOOKED_AT] if line.strip()][:LOOKED_AT]:
        pieces = line[:LONGEST_LINE].split('"')
        outside = "".join(pieces[1 if quoted else 0 :: 2])
        quoted ^= len(pieces) % 2 == 0
        counts.append({delimiter: outside.count(delimiter) for delimiter in DELIMITERS})

    def share(delimiter: str) -> float:
        often = counts[0][delimiter]
        return sum(count[delimiter] == often for count in counts) / len(counts) if often else 0.0

    return max(DELIMITERS, key=share)


def checked_rows(lines: list[str], first: int, delimiter: str, checkpoint: Checkpoint) -> Iterator[Row]:
    """Yield the rows that are not blank, each as wide as the first."""
    width = rows = 0
    for row in parsed_rows(lines, first, delimiter):
        if rows % OFTEN == 0:
            checkpoint()
        if not any(row.cells):
            continue
        if not width:
            width = len(row.cells)
            check_width(row, width)
        while len(row.cells) > width and not row.cells[-1]:
            row.cells.pop()  # Spreadsheets write delimiters behind the last column, too.
        if len(row.cells) != width:
            raise ragged(row, width)
        for column, cell in enumerate(row.cells, 1):
            if len(cell) > LONGEST_CELL:
                raise TableError(
                    f"{cell_place(row.line, column)}: the cell {shortened(cell, 20)} has {len(cell):,} characters; "
                    f"at most {LONGEST_CELL:,} are allowed.",
                    "Shorten it, or close its quote.",
                    row.line,
                    column,
                )
        rows += 1
        if rows > MOST_ROWS + 1:
            raise too_many_rows(row.line)
        yield row


def too_many_rows(line: int) -> TableError:
    """Return the refusal of a table that goes on too long."""
    return TableError(
        f"Line {line}: a table may have at most {MOST_ROWS:,} rows, and this one goes on.",
        "Leave some rows out.",
        line,
    )


def ragged(row: Row, width: int) -> TableError:
    """Return the refusal of a row that is not as wide as the first."""
    there = "1 cell" if len(row.cells) == 1 else f"{len(row.cells)} cells"
    column = min(len(row.cells), width) + 1
    return TableError(
        f"Line {row.line}, column {column}: this row has {there}, the first row has {width}.",
        "Give every row the same number of cells, and put a text with a delimiter in quotes.",
        row.line,
        column,
    )


def check_width(row: Row, width: int) -> None:
    """Raise TableError where the first row has too few or too many columns."""
    if width > MOST_COLUMNS:
        raise too_many_columns(row.line, width)
    if width < 2:
        raise TableError(
            f"Line {row.line}, column 1: there is only one column, and a table needs an input and a target.",
            "Separate the columns with commas, semicolons or tabs.",
            row.line,
            1,
        )


def too_many_columns(line: int, columns: int) -> TableError:
    """Return the refusal of a row that is too wide."""
    return TableError(
        f"Line {line}, column {MOST_COLUMNS + 1}: there are {columns:,} columns; "
        f"a table may have at most {MOST_COLUMNS}.",
        "Leave out the columns that are no input and no target.",
        line,
        MOST_COLUMNS + 1,
    )


def parsed_rows(lines: list[str], first: int, delimiter: str) -> Iterator[Row]:
    """Yield every row as the csv module reads it; its complaints become sentences."""
    reader = csv.reader(lines[first:], delimiter=delimiter, skipinitialspace=delimiter != "\t", strict=True)
    line = first + 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            here = first + reader.line_num
            before = lines[line - 1].partition('"')[0]
            raise quote_refusal(str(error), line, here, before.count(delimiter) + 1) from None
        yield Row(line, [cell.strip() for cell in cells])
        line = first + reader.line_num + 1


def quote_refusal(complaint: str, began: int, here: int, column: int) -> TableError:
    """Return the sentence for what the csv module complains of in the row that began at a line."""
    if "expected after" in complaint:
        return TableError(
            f"Line {here}: a quoted cell goes on behind its closing quote.",
            "Write a quote within quotes twice, or leave the quotes out.",
            here,
        )
    if "end of data" in complaint:
        return TableError(
            f"Line {began}, column {column}: the quote that opens here is never closed.",
            "Close it, or remove it.",
            began,
            column,
        )
    return TableError(
        f"Line {began}: this row cannot be read, since one of its cells is too long.",
        "Shorten it, or close its quote.",
        began,
    )
