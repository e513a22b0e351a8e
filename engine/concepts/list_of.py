"""A list in a document, which becomes a tuple in a frozen object."""

from __future__ import annotations

from typing import Annotated, TypeVar

from pydantic import Strict

Item = TypeVar("Item")
ListOf = Annotated[tuple[Item, ...], Strict(strict=False)]
"""JSON has no tuples, so strictness stops at the list itself; its items are as strict as ever."""
