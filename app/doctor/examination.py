"""Looks at everything in turn; what cannot be looked at is a finding, too."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from app.doctor import (
    clock,
    container,
    database,
    disk,
    kernel,
    network,
    open_files,
    page,
    processor,
    shards,
    variables,
    versions,
)
from app.doctor.finding import Finding
from app.settings import Settings

Check = Callable[[Settings], Iterable[Finding]]

CHECKS: dict[str, Check] = {
    "versions": versions.check,
    "variables": variables.check,
    "processor": processor.check,
    "container": container.check,
    "page": page.check,
    "kernel": kernel.check,
    "shards": shards.check,
    "disk": disk.check,
    "database": database.check,
    "network": network.check,
    "open files": open_files.check,
    "clock": clock.check,
}
"""In the order in which one thing rests on another."""


def examine(settings: Settings, checks: dict[str, Check] | None = None) -> Iterator[Finding]:
    """Look at one thing after the other."""
    for topic, check in (CHECKS if checks is None else checks).items():
        try:
            yield from check(settings)
        except Exception as error:  # noqa: BLE001 - whatever it is, the other things can still be looked at
            yield Finding(
                topic,
                "problem",
                f"This could not be looked at: {type(error).__name__}: {error}",
                "Report this.",
            )
