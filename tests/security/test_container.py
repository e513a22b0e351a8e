"""The container may do nothing that it need not: every service of the Compose file, and the image itself."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
STEPS = re.findall(r"^([A-Z]+) ((?:.*\\\n)*.*)$", DOCKERFILE, re.MULTILINE)
OWN_IMAGE = "neural-network-playground"
OURS = {
    name: one
    for name, one in COMPOSE["services"].items()
    if one.get("image", OWN_IMAGE).startswith(OWN_IMAGE)
}


def last(step: str) -> str:
    return next(words for name, words in reversed(STEPS) if name == step)


def megabytes(size: str) -> float:
    number, unit = re.fullmatch(r"(\d+)([kmg])", size).groups()  # type: ignore[union-attr]
    return int(number) * {"k": 1e-3, "m": 1, "g": 1e3}[unit]


def test_there_is_something_to_judge() -> None:
    assert "playground" in OURS


@pytest.mark.parametrize("name", sorted(OURS))
def test_a_service_has_no_more_rights_than_it_needs(name: str) -> None:
    service: dict[str, Any] = OURS[name]
    assert str(service["user"]) == "10001:10001"
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert not {"privileged", "cap_add", "devices", "pid", "ipc", "userns_mode"} & set(service)
    assert service.get("network_mode") is None
    assert 64 <= service["pids_limit"] <= 4096
    assert 512 <= megabytes(service["mem_limit"]) <= 16_000


@pytest.mark.parametrize("name", sorted(OURS))
def test_a_service_writes_into_its_data_and_a_small_temporary_folder_alone(name: str) -> None:
    service: dict[str, Any] = OURS[name]
    for place in service["tmpfs"]:
        path, _, options = place.partition(":")
        assert path in {"/tmp", "/dev/shm"}  # noqa: S108 - inside the container
        assert "size=" in options
        assert {"nosuid", "nodev"} <= set(options.split(","))
    volumes = [volume.split(":") for volume in service.get("volumes", [])]
    assert all(source in COMPOSE["volumes"] for source, *_ in volumes), "a folder of the host is none of ours"


@pytest.mark.parametrize("name", sorted(OURS))
def test_a_service_is_reached_from_this_machine_alone_unless_said_otherwise(name: str) -> None:
    for port in OURS[name].get("ports", []):
        assert port.startswith("${HOST:-127.0.0.1}:")


@pytest.mark.parametrize("name", sorted(OURS))
def test_a_service_has_the_time_to_save_its_runs(name: str) -> None:
    from app.listen import CLOSE_SECONDS

    grace = OURS[name].get("stop_grace_period", "10s")
    assert int(grace.removesuffix("s")) >= CLOSE_SECONDS + 5


def test_the_image_runs_as_nobody_in_particular() -> None:
    assert last("USER") == "10001:10001"
    assert last("VOLUME") == "/data"
    assert last("STOPSIGNAL") == "SIGTERM"
    assert "/healthz" in last("HEALTHCHECK")
    # The form with brackets: signals reach the server and not a shell around it.
    assert last("CMD").startswith('["playground", "serve"')
    assert "OMP_NUM_THREADS=1" in last("ENV")


def test_the_image_is_made_of_what_is_named_and_has_no_secrets() -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert next(line for line in ignored if line and not line.startswith("#")) == "*"
    assert "ADD" not in {name for name, _ in STEPS}
    assert all(":" in words.split()[0] for name, words in STEPS if name == "FROM"), (
        "an image without a version"
    )
    assert not re.search(r"(?i)password|secret|api_?key", DOCKERFILE)


def test_hadolint_finds_no_fault() -> None:
    hadolint = Path(sys.executable).parent / "hadolint"
    done = subprocess.run([hadolint, ROOT / "Dockerfile"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")
