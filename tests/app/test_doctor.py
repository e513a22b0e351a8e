"""The doctor sees what is wrong with a set-up, says what to do, and finds nothing where nothing is."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

from app.backends import InlineShard, Supply
from app.backends.protocol import Report
from app.doctor import (
    Finding,
    clock,
    container,
    database,
    disk,
    examine,
    network,
    open_files,
    page,
    processor,
    shards,
    versions,
)
from app.metrics.processes import OTHER, Taken
from app.records import Records
from app.settings import Settings

MB = 1_000_000


def doctor(folder: Path, *options: str, **variables: str) -> tuple[int, dict[str, dict[str, Any]], str]:
    """Run the command: exit code, findings by topic, standard error."""
    command = [
        sys.executable,
        "-c",
        "from app.command_line import main; main()",
        "doctor",
        "--json",
        *options,
    ]
    environment = {**os.environ, "PLAYGROUND_DATA_DIR": str(folder), "PLAYGROUND_PORT": "0", **variables}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=110)
    document = json.loads(done.stdout)
    assert document["ok"] is (done.returncode == 0)
    return done.returncode, {finding["topic"]: finding for finding in document["findings"]}, done.stderr


def test_a_set_up_that_works_is_found_to_work(tmp_path: Path) -> None:
    _, found, errors = doctor(tmp_path)
    assert errors == ""
    broken = [topic for topic, finding in found.items() if finding["state"] == "problem" and topic != "page"]
    assert broken == []
    assert {
        "python",
        "packages",
        "processor",
        "memory",
        "kernel",
        "shards",
        "disk",
        "port",
        "open files",
        "clock",
    } <= (found.keys())
    assert found["packages"]["figures"]["numba"]
    if found["kernel"]["state"] == "ok":
        figures = found["shards"]["figures"]
        assert figures["epochs_per_second"] > 100
        assert figures["memory_bytes"] > 10 * MB
        assert figures["start_seconds"] > 0


@contextmanager
def as_nobody() -> Iterator[None]:
    """Without the rights of root, to whom nothing is read-only."""
    before = os.geteuid()
    if before == 0:
        os.seteuid(65_534)
    try:
        yield
    finally:
        os.seteuid(before)


def test_a_folder_that_is_read_only_is_a_problem(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    with as_nobody():
        found = [disk.data(tmp_path), disk.data(tmp_path / "data")]
    tmp_path.chmod(0o755)
    assert [finding.state for finding in found] == ["problem", "problem"]
    assert "Permission denied" in found[0].what


def test_a_broken_set_up_is_told_with_what_to_do(tmp_path: Path) -> None:
    """No data folder, no kernel, misspelled and impossible settings, all at once: still everything is looked at."""
    (tmp_path / "file").touch()
    code, found, errors = doctor(
        tmp_path / "file" / "data",
        PLAYGROUND_CACHE_DIR=str(tmp_path / "file"),
        PLAYGROUND_WORKER="3",
        PLAYGROUND_PUBLIC_URL="https://class.example/playground",
    )
    assert (code, errors) == (1, "")
    for topic, says, advises in (
        ("disk", "cannot be kept", "PLAYGROUND_DATA_DIR"),
        ("kernel", "cannot be kept", "PLAYGROUND_CACHE_DIR"),
        ("address", "has a path", "host name"),
    ):
        assert found[topic]["state"] == "problem", found[topic]
        assert says in found[topic]["what"]
        assert advises in found[topic]["advice"]
    assert "PLAYGROUND_WORKERS" in found["variables"]["advice"]
    assert found["shards"]["state"] == "warning"


def test_settings_that_cannot_be_are_told_and_the_rest_is_looked_at(tmp_path: Path) -> None:
    code, found, _ = doctor(tmp_path, PLAYGROUND_BACKEND="cloud", PLAYGROUND_CACHE_DIR=str(tmp_path))
    assert code == 1
    assert "PLAYGROUND_BACKEND" in found["settings"]["advice"]
    assert found["kernel"]["state"] == "warning"
    assert "clock" in found


def test_a_check_that_fails_is_a_finding_and_the_others_go_on() -> None:
    def broken(_settings: Settings) -> Iterator[Finding]:
        raise OSError("no such thing")
        yield

    found = list(
        examine(Settings.model_construct(), {"one": broken, "two": lambda _: [Finding("two", "ok", "fine")]})
    )
    assert [(finding.topic, finding.state) for finding in found] == [("one", "problem"), ("two", "ok")]
    assert "no such thing" in found[0].what


# --- One by one ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("present", "state"), [("3.11.7", "ok"), ("3.14.0rc1", "ok"), ("3.10.12", "problem")]
)
def test_pythons(present: str, state: str) -> None:
    assert versions.python(present, ">=3.11").state == state


@pytest.mark.parametrize(
    ("wanted", "present", "state"),
    [
        ("numpy~=2.2", "2.4.6", None),
        ("numpy~=2.2", "1.26.4", "warning"),
        ("numpy~=2.2", None, "problem"),
        ("torch==2.13.0", "2.13.0+cpu", None),
        ("torch==2.13.0", "2.13.0+cu130", "warning"),
    ],
)
def test_packages(wanted: str, present: str | None, state: str | None) -> None:
    finding = versions.package(Requirement(wanted), present)
    assert (finding and finding.state) == state


def test_a_missing_package_is_named() -> None:
    found = list(versions.packages(["numpy~=2.2", "no-such-package>=1", "nobody-wants-this; extra == 'dev'"]))
    assert [(finding.topic, finding.state) for finding in found] == [("no-such-package", "problem")]


@pytest.mark.parametrize(
    ("features", "bits", "state"),
    [
        (["+avx512f", "+avx2", "+avx", "+sse2"], 512, "ok"),
        (["+avx2", "+sse2", "-avx512f"], 256, "ok"),
        (["+sse2"], 128, "warning"),
        (["+neon"], 128, "ok"),
        ([], 0, "ok"),
    ],
)
def test_vectors(features: list[str], bits: int, state: str) -> None:
    finding = processor.vectors("A processor", features)
    assert (finding.figures["vector_bits"], finding.state) == (bits, state)


def test_more_workers_than_cores_are_told() -> None:
    assert processor.cores(2, 2).state == "ok"
    assert "PLAYGROUND_WORKERS=2" in str(processor.cores(2, 3).advice)
    assert processor.load(3.0, 2).state == "warning"
    assert processor.load(1.0, 2).state == "ok"


def test_the_limits_of_a_container_are_the_least_of_all_its_groups(tmp_path: Path) -> None:
    inner = tmp_path / "cgroup" / "machine" / "playground"
    inner.mkdir(parents=True)
    own = tmp_path / "own"
    own.write_text("0::/machine/playground\n")
    (inner / "memory.max").write_text("max\n")
    (inner / "cpu.max").write_text("max 100000\n")
    (inner.parent / "memory.max").write_text("600000000\n")
    (inner.parent / "cpu.max").write_text("150000 100000\n")
    folders = container.groups(tmp_path / "cgroup", own)
    assert folders == [inner, inner.parent, tmp_path / "cgroup"]
    assert container.memory_limit(folders) == 600_000_000
    assert container.processor_limit(folders) == 1.5


def test_older_containers_are_read_too(tmp_path: Path) -> None:
    for name, text in (
        ("memory/memory.limit_in_bytes", "9223372036854771712"),
        ("cpu/cpu.cfs_quota_us", "50000"),
        ("cpu/cpu.cfs_period_us", "100000"),
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    folders = container.groups(tmp_path, tmp_path / "nothing")
    assert folders == []
    assert container.memory_limit([tmp_path]) is None
    assert container.processor_limit([tmp_path]) == 0.5


def test_what_a_container_allows_must_be_enough() -> None:
    assert container.memory(8000 * MB, None, 2).state == "ok"
    assert container.memory(8000 * MB, 300 * MB, 2).state == "problem"
    assert container.memory(100 * MB, None, 1).state == "problem"
    assert container.processor(1.5, 2).state == "ok"
    assert "PLAYGROUND_WORKERS=1" in str(container.processor(1.5, 4).advice)


def test_a_page_must_be_built_and_whole(tmp_path: Path) -> None:
    assert "make install" in str(page.built(tmp_path).advice)
    (tmp_path / ".vite").mkdir()
    manifest = {"main": {"file": "assets/main.js", "isEntry": True, "css": ["assets/main.css"]}}
    (tmp_path / ".vite" / "manifest.json").write_text(json.dumps(manifest))
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "main.js").touch()
    assert "assets/main.css is missing" in page.built(tmp_path).what
    (tmp_path / "assets" / "main.css").touch()
    assert page.built(tmp_path).state == "ok"


@pytest.mark.parametrize(("free", "state"), [(50 * MB, "problem"), (500 * MB, "warning"), (5000 * MB, "ok")])
def test_room_on_the_disk(free: int, state: str) -> None:
    assert disk.room(Path(), free, 3, 100).state == state


def test_what_is_kept_is_counted(tmp_path: Path) -> None:
    (tmp_path / "runs").mkdir()
    (tmp_path / "runs" / "one").write_bytes(bytes(1000))
    assert disk.data(tmp_path).figures["kept_bytes"] == 1000


class Answer(BaseHTTPRequestHandler):
    """A server whose answer is that of a playground that starts."""

    def do_GET(self) -> None:
        self.send_response(503)
        self.end_headers()
        self.wfile.write(b'{"status": "starting"}')

    def log_message(self, *_given: object) -> None:
        pass


def test_a_port_is_free_or_a_playground_s_or_a_problem() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        taken.settimeout(0.1)
        number = taken.getsockname()[1]
        threading.Thread(target=_hang_up, args=(taken,), daemon=True).start()
        assert network.port("127.0.0.1", number).state == "problem"
    assert network.port("127.0.0.1", number).state == "ok"
    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        finding = network.port("127.0.0.1", server.server_port)
        server.shutdown()
    assert finding.state == "ok"
    assert "starting" in finding.what


def _hang_up(taken: socket.socket) -> None:
    """Take one connection and close it, as a server does that speaks something else."""
    taken.settimeout(60)
    taken.accept()[0].close()


@pytest.mark.parametrize(
    ("url", "state"),
    [
        (None, "ok"),
        ("", "ok"),
        ("https://class.example", "ok"),
        ("https://class.example:8443/", "ok"),
        ("http://class.example", "warning"),
        ("http://localhost:8000", "warning"),
        ("https://class.example/play", "problem"),
        ("class.example", "problem"),
        ("ftp://class.example", "problem"),
    ],
)
def test_public_addresses(url: str | None, state: str) -> None:
    assert network.public_url(url).state == state


def test_open_files() -> None:
    assert open_files.open_files(1024, 2000).state == "warning"
    assert "PLAYGROUND_CONNECTIONS=824" in str(open_files.open_files(1024, 2000).advice)
    assert open_files.open_files(4096, 2000).state == "ok"
    assert open_files.open_files(None, 2000).state == "ok"


@pytest.mark.parametrize(
    ("now", "disk_clock", "state"),
    [(2e9, 2e9, "ok"), (2e9, None, "ok"), (2e9, 2e9 - 600, "warning"), (1e9, 1e9, "problem")],
)
def test_clocks(now: float, disk_clock: float | None, state: str) -> None:
    assert clock.clock(now, 1.9e9, disk_clock).state == state


def test_a_slow_start_is_told() -> None:
    taken = {"shard": Taken(share=30 * MB), OTHER: Taken(share=200 * MB)}
    assert shards.working(2.0, taken, 20_000).state == "ok"
    slow = shards.working(45.0, taken, 20_000)
    assert slow.state == "warning"
    assert (slow.figures["memory_bytes"], slow.figures["shared_bytes"]) == (30 * MB, 200 * MB)


async def test_a_shard_is_tried_out() -> None:
    found = await shards.try_out(Supply([InlineShard()]))
    assert found.state == "ok", found
    assert found.figures["epochs_per_second"] > 10


class Broken(InlineShard):
    """Does not start."""

    async def revive(self) -> None:
        raise EOFError


class Lost(InlineShard):
    """Dies as soon as it has something to do."""

    async def open(self, run: str, document: dict[str, Any], snapshot: bytes | None) -> Report:
        self.kill()
        return await super().open(run, document, snapshot)


@pytest.mark.parametrize("shard", [Broken(), Lost()])
async def test_a_shard_that_does_not_work_is_a_problem(shard: InlineShard) -> None:
    found = await shards.try_out(Supply([shard]))
    assert found.state == "problem"
    assert "cannot be started" in found.what


def test_a_backend_that_is_not_installed_is_a_problem(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("app.doctor.shards.kept_in", lambda: tmp_path)
    (tmp_path / "complete").touch()
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    (found,) = shards.check(Settings(data_dir=tmp_path, backend="ray"))
    assert found.state == "problem"
    assert "ray" in found.what
    assert "pip install" in str(found.advice)


def test_a_database_that_does_not_answer_is_a_problem(tmp_path: Path) -> None:
    given = {"data_dir": tmp_path, "database_url": "postgresql://somebody:geheim@127.0.0.1:1/playground"}
    (found,) = database.check(Settings.model_validate(given))
    assert found.state == "problem"
    assert "geheim" not in str(found)
    assert list(database.check(Settings(data_dir=tmp_path))) == []


def test_a_database_that_works_is_told(tmp_path: Path) -> None:
    assert database.database(Records(tmp_path)).state == "ok"
