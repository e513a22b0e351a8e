"""A real server in a process of its own, which a test may harm: its shards, its disk, its connections, itself."""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psutil

from tests.served import Server


class Victim(Server):
    """One server on one port with one folder, however often it is started.

    Whatever it would leave in the system's temporary folder is found in ``temporary``.
    """

    def __init__(self, folder: Path, data: Path | None = None, **settings: object) -> None:
        self.data = data or folder / "data"
        super().__init__(folder, **{"data_dir": self.data, "log_format": "json", "workers": 1, **settings})
        # Not in the test's own folder: sockets cannot have names as long as tests have.
        self.temporary = Path(tempfile.mkdtemp(prefix="victim-"))
        self.environment["TMPDIR"] = str(self.temporary)
        self._log_from = 0

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self._tidy()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._tidy()

    def _tidy(self) -> None:
        self.kill()
        shutil.rmtree(self.temporary, ignore_errors=True)

    def launch(self) -> None:
        self._log_from = self.log.stat().st_size if self.log.exists() else 0
        super().launch()

    def is_ready(self) -> bool:
        """Whether all its shards work."""
        return len(self.shards()) == int(self.environment["PLAYGROUND_WORKERS"]) and super().is_ready()

    def family(self) -> list[psutil.Process]:
        """It and every process that it has started."""
        server = psutil.Process(self.pid)
        return [server, *server.children(recursive=True)]

    def events(self, name: str) -> list[dict[str, Any]]:
        """The lines of its log about one thing, since it was started last."""
        with self.log.open("rb") as log:
            log.seek(self._log_from)
            text = log.read().decode(errors="replace")
        found = []
        for line in text.splitlines():
            with suppress(json.JSONDecodeError):
                event = json.loads(line)
                if isinstance(event, dict) and event.get("event") == name:
                    found.append(event)
        return found

    def shards(self) -> dict[str, int]:
        """The process of each shard, by its name."""
        return {event["shard"]: event["pid"] for event in self.events("shard ready")}

    def figures(self) -> dict[str, float]:
        """Its figures, by name and labels."""
        with self.answer("/metrics") as answer:
            lines = answer.read().decode().splitlines()
        return {
            name: float(value)
            for name, _, value in (line.rpartition(" ") for line in lines if line[0] != "#")
        }

    def busiest(self) -> str:
        """The shard that works most."""
        label = 'playground_shard_busy_seconds_total{shard="%s"}'
        before = self.figures()
        time.sleep(0.5)
        after = self.figures()
        return max(self.shards(), key=lambda name: after[label % name] - before[label % name])
