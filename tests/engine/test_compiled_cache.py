"""Compiled kernels are kept between starts, wherever that is possible."""

import logging
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import engine
from engine.trainers import cache, warm
from engine.trainers.compiled import kernels


@pytest.fixture
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A cache directory of its own, and no memory of another one."""
    monkeypatch.setenv(cache.ENVIRONMENT_VARIABLE, str(tmp_path / "cache"))
    cache.folder.cache_clear()
    yield tmp_path / "cache"
    cache.folder.cache_clear()


def refuse(*_: Any, **__: Any) -> None:
    raise PermissionError(13, "Permission denied")


def test_a_folder_for_the_present_sources_is_made(base: Path) -> None:
    assert cache.folder().parent == base
    assert cache.folder().is_dir()
    assert cache.folder().name.startswith("kernel-")


def test_the_folder_depends_on_sources_and_processor(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = {cache.folder().name}
    monkeypatch.setattr(cache, "processor", lambda: ("some", "other", "processor"))
    cache.folder.cache_clear()
    names.add(cache.folder().name)
    activations = base.parent / "engine" / "activations"
    activations.mkdir(parents=True)
    for text in ("a = 1", "a = 2"):
        (activations / "softer.py").write_text(text)
        monkeypatch.setattr(engine, "__path__", [str(activations.parent)])
        cache.folder.cache_clear()
        names.add(cache.folder().name)
    assert len(names) == 4


def test_a_complete_folder_need_not_be_writable(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = cache.folder()
    cache.mark_complete()
    cache.folder.cache_clear()
    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    monkeypatch.setattr(Path, "mkdir", refuse)
    monkeypatch.setattr(Path, "touch", refuse)
    assert cache.folder() == chosen
    assert chosen.parent == base
    cache.mark_complete()


def test_where_nothing_can_be_written_a_temporary_folder_serves_and_a_sentence_tells_so(
    base: Path, caplog: pytest.LogCaptureFixture
) -> None:
    base.write_text("a file where the folder should be")
    with caplog.at_level(logging.WARNING):
        chosen = cache.folder()
    assert chosen.is_dir()
    assert base not in chosen.parents
    (record,) = caplog.records
    assert str(base) in record.message
    assert cache.ENVIRONMENT_VARIABLE in record.message


def test_a_virtual_environment_keeps_its_own_kernels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(cache.ENVIRONMENT_VARIABLE, raising=False)
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "environment"))
    monkeypatch.setattr(sys, "base_prefix", str(tmp_path))
    cache.folder.cache_clear()
    assert tmp_path / "environment" in cache.folder().parents
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "own"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "own"))
    monkeypatch.setenv("HOME", str(tmp_path / "own"))
    cache.folder.cache_clear()
    assert tmp_path / "own" in cache.folder().parents
    cache.folder.cache_clear()


def test_folders_of_old_sources_go(base: Path) -> None:
    for number in range(10):
        (base / f"kernel-{number}").mkdir(parents=True)
    cache.folder()
    assert len(list(base.iterdir())) == cache.KEPT
    assert cache.folder().is_dir()


def test_kernels_are_kept_in_the_folder() -> None:
    locator = cache.EngineLocator.from_function(kernels.advance.py_func, "")
    assert locator is not None
    assert locator.get_cache_path() == str(cache.folder())
    assert cache.EngineLocator.from_function(tempfile.mkdtemp, "") is None


def test_warming_up_a_second_time_is_quick() -> None:
    warm()
    assert (cache.folder() / cache.COMPLETE).exists()
    assert warm() < 1


def test_a_second_process_compiles_nothing() -> None:
    program = (
        "from engine.trainers import warm\n"
        "warm()\n"
        "from engine.trainers import batches\n"
        "from engine.trainers.compiled import kernels\n"
        "found = [f for m in (kernels, batches) for f in vars(m).values() if hasattr(f, 'stats')]\n"
        "print(len(found) > 5, sum(sum(f.stats.cache_misses.values()) for f in found))\n"
    )
    warm()
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["True", "0"]


def test_describing_trainers_does_not_load_numba() -> None:
    program = "import sys, engine.trainers; print('numba' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"
