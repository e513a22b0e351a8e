"""Whether the page was built."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from app.doctor.finding import Finding
from app.pages import BUILT, BUILT_URL, assets
from app.settings import Settings

BUILD = "Run make install."


def check(_settings: Settings) -> Iterator[Finding]:
    """The built front end."""
    yield built(BUILT)


def built(folder: Path) -> Finding:
    """Whether all that the page loads at its start is there."""
    found = assets(folder)
    if found is None:
        return Finding("page", "problem", "The page has not been built.", BUILD)
    names = [name.removeprefix(f"{BUILT_URL}/") for name in (found["js"], *found["css"])]
    missing = [name for name in names if not (folder / name).is_file()]
    if missing:
        return Finding("page", "problem", f"The page was built, but {missing[0]} is missing.", BUILD)
    return Finding("page", "ok", f"Built in {folder}")
