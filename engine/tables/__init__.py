"""Tables that people bring: from bytes to columns, and from columns to samples."""

from engine.tables.columns import Column, Table
from engine.tables.decoding import decode
from engine.tables.reading import Reading, read_table, table_of
from engine.tables.refusal import TableError
from engine.tables.selection import Selection, select
from engine.tables.shelf import Shelf, current_shelf, use_shelf

__all__ = [
    "Column",
    "Reading",
    "Selection",
    "Shelf",
    "Table",
    "TableError",
    "current_shelf",
    "decode",
    "read_table",
    "select",
    "table_of",
    "use_shelf",
]
