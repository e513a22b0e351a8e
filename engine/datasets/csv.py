"""A table that somebody has brought."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import Annotated, Any, ClassVar, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from engine.concepts import ListOf, parameter
from engine.datasets.dataset import Dataset, Samples
from engine.datasets.description import Description, Task
from engine.errors import SpecError
from engine.scalings import Scaling
from engine.tables import Selection, Table, TableError, current_shelf, select, table_of
from engine.tables.limits import LONGEST_CELL, MOST_CHARACTERS, MOST_COLUMNS

EXAMPLE = """\
hours of sleep,hours of study,passed
8.5,5.0,yes
7.0,6.5,yes
7.5,4.0,yes
6.0,7.5,yes
8.0,3.5,yes
6.5,5.5,yes
9.0,4.5,yes
5.0,6.0,no
4.5,7.0,no
7.5,1.5,no
6.0,3.0,no
8.5,1.0,no
5.5,4.5,no
9.0,0.5,no
7.0,2.5,no
4.0,5.0,no
"""


ColumnName = Annotated[str, Field(max_length=LONGEST_CELL)]


class Csv(Dataset):
    """One sample for each complete row."""

    kind: Literal["csv"] = "csv"
    text: str | None = parameter(
        EXAMPLE,
        title="Text",
        description="The table itself, as comma-separated values with a header.",
    )
    table: Annotated[str, Field(max_length=LONGEST_CELL)] | None = parameter(
        None,
        title="Table",
        description="Name of a table that was uploaded to the server, in place of the text.",
    )
    inputs: Annotated[ListOf[ColumnName], Field(max_length=MOST_COLUMNS)] | None = parameter(
        None,
        title="Input columns",
        description="What to predict from. A column of texts becomes one input, 0 or 1, for each of its values.",
    )
    target: ColumnName | None = parameter(
        None,
        title="Target column",
        description="What to predict; guessed from the names of the columns where nothing is chosen.",
    )
    task: Task | None = parameter(
        None,
        title="Task",
        description="Whether the target is one of two classes, one of several, or a value; else guessed.",
    )
    scaling: Scaling = parameter(
        {"kind": "standardize"},
        title="Scaling",
        description="How features are brought to a common size, fitted on the training samples only.",
    )
    target_scaling: Scaling = parameter(
        {"kind": "standardize"},
        title="Target scaling",
        description="How a value to predict is brought to the size of a unit's output; it is shown in its own unit.",
    )
    title: ClassVar[str] = "Your own table"
    formula: ClassVar[str] = r"\{(\mathbf{x}_i, t_i)\}_{i=1}^{n}"
    explanation: ClassVar[str] = (
        "A table of your own, pasted or uploaded: each row is a sample, some columns are the inputs, one is the "
        "target. Rows with a gap in a chosen column are left out. Columns have their own units, so they are "
        "standardized unless you say otherwise; of more than two inputs any two can be looked at, while the others "
        "are held."
    )
    use_when: ClassVar[str] = "To learn something about data that matter to you."
    avoid_when: ClassVar[str] = (
        "There are only a few rows for each column: a network then learns them by heart."
    )
    source: ClassVar[str] = "Shafranovich, RFC 4180 (2005)"
    order: ClassVar[int] = 95

    @model_validator(mode="before")
    @classmethod
    def take_one_source(cls, document: Any) -> Any:
        """Leave the example out where a table is named."""
        if isinstance(document, dict) and document.get("table") is not None:
            return {"text": None, **document}
        return document

    @model_validator(mode="after")
    def write_out(self) -> Self:
        """Put in what was guessed, so that the document says what is learned; raise SpecError where nothing can be."""
        selection = self.selection
        if self.table is not None:
            contents(None, self.table)  # It is in use, and must not be gone.
        object.__setattr__(self, "inputs", selection.columns)
        object.__setattr__(self, "target", selection.target)
        object.__setattr__(self, "task", selection.task)
        return self

    @property
    def selection(self) -> Selection:
        """Return what is learned of the table."""
        if (self.text is None) == (self.table is None):
            raise SpecError(
                "Own data need either a text or an uploaded table.", "Give one of the two.", "data.text"
            )
        if self.text is not None and len(self.text) > MOST_CHARACTERS:
            raise SpecError(
                f"A table within a spec may have at most {MOST_CHARACTERS:,} characters; got {len(self.text):,}.",
                "Upload it as a file.",
                "data.text",
            )
        return selected(self.text, self.table, self.inputs, self.target, self.task)

    @cached_property
    def description(self) -> Description:
        """What is predicted from which columns, by their own names."""
        chosen = self.selection
        return Description(
            chosen.task,
            chosen.input_names,
            chosen.extent(),
            len(chosen.class_names) if chosen.class_names else None,
            chosen.class_names,
            chosen.target,
            chosen.medians(),
        )

    @cached_property
    def rows(self) -> int:
        """Return how many rows are complete."""
        return len(self.selection.targets)

    def scaling_of_targets(self) -> Scaling:
        """Return what was chosen."""
        return self.target_scaling

    def sample_count(self) -> int:
        """Return how many rows are complete."""
        return self.rows

    def draw(self, generator: np.random.Generator) -> Samples:
        """Return the complete rows; nothing is random about them."""
        return Samples(self.selection.inputs, self.selection.targets)


@lru_cache(maxsize=16)
def selected(
    text: str | None, name: str | None, inputs: tuple[str, ...] | None, target: str | None, task: Task | None
) -> Selection:
    """Return what is learned of a text or of an uploaded table; the last few are kept, not one for each spec."""
    return select(contents(text, name), inputs, target, task)


def contents(text: str | None, name: str | None) -> Table:
    """Return the table in a text, or that of a name from the server's folder; raise SpecError where it is gone."""
    if text is not None:
        try:
            return table_of(text)
        except TableError as error:
            raise TableError(error.message, error.hint, error.line, error.column, "data.text") from None
    shelf = current_shelf()
    found = shelf.get(name or "") if shelf else None
    if found is None:
        raise SpecError("This table is no longer on the server.", "Upload the file again.", "data.table")
    return found
