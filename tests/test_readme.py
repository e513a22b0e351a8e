"""The README says what is true."""

import json
import re
from pathlib import Path

import pytest

from app.command_line.catalog import tables
from app.settings import Settings
from app.variables import PREFIX, table
from engine.concepts.catalog import catalog
from engine.spec import read_spec
from engine.spec.limits import LIMITS
from engine.trainers.cache import ENVIRONMENT_VARIABLE

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
LARGEST_PICTURE = 300_000  # bytes


def test_the_tables_are_those_of_the_catalog() -> None:
    _, rest = README.split("<!-- catalog -->\n")
    shown, _ = rest.split("<!-- end of catalog -->")
    assert shown == "\n".join(tables(catalog())), "the tables are stale: run make readme"


def test_the_experiment_in_the_readme_is_valid() -> None:
    (example,) = re.findall(r"```json\n(.*?)```", README, re.DOTALL)
    assert read_spec(json.loads(example)).name == "My spiral"


def test_the_table_of_settings_is_that_of_the_command() -> None:
    _, rest = README.split("<!-- settings -->\n")
    shown, _ = rest.split("<!-- end of settings -->")
    assert shown == "\n".join(table()), "the table is stale: run make readme"


def test_the_variable_that_the_engine_reads_is_one_of_the_settings() -> None:
    assert f"{PREFIX}CACHE_DIR" == ENVIRONMENT_VARIABLE


def test_every_variable_in_the_readme_exists() -> None:
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    assert set(re.findall(r"PLAYGROUND_[A-Z_]+", README)) <= known


@pytest.mark.parametrize("limit", ["layers", "units", "parameters", "samples", "epochs"])
def test_the_limits_are_those_of_the_engine(limit: str) -> None:
    section = README.split("## Limits")[1].split("##")[0]
    assert re.search(rf"\b{LIMITS[limit]:,} (?:hidden )?{limit}\b", " ".join(section.split()))


def test_so_many_pages_may_be_open() -> None:
    assert f"{Settings.model_fields['connections'].default:,} pages are open" in " ".join(README.split())


def test_links_and_pictures_lead_somewhere() -> None:
    targets = [target for target in re.findall(r"\]\(([^)#]+)[^)]*\)", README) if "://" not in target]
    assert targets
    assert [target for target in targets if not (ROOT / target).exists()] == []
    assert (ROOT / "docs" / "screenshot.png").stat().st_size < LARGEST_PICTURE


def test_the_commands_in_the_readme_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z]+)(?= [A-Z]|`|\n)", README)) <= targets
