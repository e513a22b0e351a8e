"""The ways to several machines in the Compose file: nothing but the page is reached from outside."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.settings import Settings

ROOT = Path(__file__).parents[1]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
PROFILES = {"ray": {"head", "worker"}, "replicas": {"one", "two", "proxy", "database"}}


def test_without_a_profile_there_is_one_server_alone() -> None:
    assert [name for name, service in SERVICES.items() if "profiles" not in service] == ["playground"]


@pytest.mark.parametrize("profile", PROFILES)
def test_a_profile_has_its_services_on_a_network_of_their_own(profile: str) -> None:
    members = {name for name, service in SERVICES.items() if service.get("profiles") == [profile]}
    assert members == PROFILES[profile]
    networks = {tuple(SERVICES[name]["networks"]) for name in members}
    assert len(networks) == 1
    assert networks.pop()[0] in COMPOSE["networks"]
    for name in members:
        assert set(SERVICES[name].get("depends_on", ())) <= members
    assert sum("ports" in SERVICES[name] for name in members) == 1, "nothing but the page is reached"


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_only_the_page_is_published_and_to_this_machine_unless_said_otherwise(name: str) -> None:
    assert SERVICES[name].get("ports", []) in ([], ["${HOST:-127.0.0.1}:${PORT:-8000}:8000"])


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_what_a_service_sets_is_a_setting(name: str) -> None:
    variables = {
        variable.removeprefix("PLAYGROUND_").lower()
        for variable in SERVICES[name].get("environment", {})
        if variable.startswith("PLAYGROUND_")
    }
    assert variables <= set(Settings.model_fields)


@pytest.mark.parametrize("name", ["head", "worker"])
def test_a_ray_node_wants_a_token_shows_no_dashboard_and_tells_nobody(name: str) -> None:
    service = SERVICES[name]
    assert service["environment"]["RAY_AUTH_MODE"] == "token"
    assert service["environment"]["RAY_AUTH_TOKEN"].startswith("${")
    assert service["environment"]["RAY_USAGE_STATS_ENABLED"] == "0"
    assert service["shm_size"] == "256m"
    command = service["command"][-1]
    assert "--disable-usage-stats" in command
    assert "--head" not in command or "--include-dashboard=false" in command
    assert "exec " in command, "signals must reach the process and not a shell around it"


def test_the_proxy_knows_the_servers_and_keeps_pages_with_theirs() -> None:
    proxy = COMPOSE["configs"]["proxy"]["content"]
    servers = re.findall(r"^ *server (\w+) (\w+):8000 cookie (\w+)$", proxy, re.MULTILINE)
    assert servers == [("one",) * 3, ("two",) * 3]
    (network,) = SERVICES["one"]["networks"]
    (subnet,) = COMPOSE["networks"][network]["ipam"]["config"]
    assert SERVICES["one"]["environment"]["PLAYGROUND_TRUSTED_PROXIES"] == subnet["subnet"]
