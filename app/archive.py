"""What a place must do in which runs outlive the server."""

from __future__ import annotations

from typing import Protocol

from app.records import Record


class Archive(Protocol):
    """Keeps records; every function waits for the disk or the network, and raises OSError where that fails."""

    @property
    def name(self) -> str:
        """Where it is, for the log."""

    def write(self, record: Record, *, whole: bool) -> int:
        """Keep a record; return how many parts its history then has.

        Parameters
        ----------
        whole
            Whether the record has all of the history, and not only what has come since the one before.

        Raises
        ------
        NoBeginningError
            Where the one before is not there.
        """

    def read(self, run: str) -> Record | None:
        """The record of a run; None where there is none.

        Raises
        ------
        RecordError
            Where there is one that cannot be read.
        """

    def take(self, run: str) -> None:
        """From now on nobody but this server writes this run."""

    def sweep(self, before: float) -> tuple[int, list[tuple[str, OSError]]]:
        """Remove what nobody wrote since a time; return how many, and which could not be removed."""

    def trouble(self) -> str | None:
        """Why nothing can be kept now; None where something can."""

    def close(self) -> None:
        """Give back what is held; whoever asks again gets it again."""
