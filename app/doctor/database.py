"""The database in which several servers keep their runs, where there is one."""

from __future__ import annotations

from collections.abc import Iterator

from app.archive import Archive
from app.database import Database
from app.doctor.finding import Finding
from app.settings import Settings, SettingsError


def check(settings: Settings) -> Iterator[Finding]:
    """Whether runs can be kept in the database that is set."""
    if not settings.database_url:
        return
    try:
        place = Database(settings.database_url.get_secret_value())
    except SettingsError as error:
        yield Finding("database", "problem", error.message, error.hint)
        return
    try:
        yield database(place)
    finally:
        place.close()


def database(place: Archive) -> Finding:
    """Whether it answers, and lets runs be kept."""
    trouble = place.trouble()
    if trouble is not None:
        what = f"Runs cannot be kept in the database {place.name}: {trouble}."
        return Finding(
            "database", "problem", what, "See that it runs, and that PLAYGROUND_DATABASE_URL is its own."
        )
    return Finding("database", "ok", f"Runs are kept in {place.name}")
