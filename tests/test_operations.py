"""What docs/operations.md tells whoever runs the server is true."""

import re
from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families

from app.backends import InlineShard
from app.server import create_app
from app.settings import Settings
from app.variables import PREFIX

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
UNIT = (ROOT / "docs" / "playground.service").read_text(encoding="utf-8")
DESCRIBED = set(
    re.findall(
        r"`(playground_[a-z_]+)(?:\{[a-z,]+\})?`", TEXT.split("## Figures")[1].split("Some questions")[0]
    )
)


def test_every_figure_is_described_and_there(tmp_path: Path) -> None:
    app = create_app(Settings(data_dir=tmp_path), [InlineShard()])
    families = text_string_to_metric_families(app.state.metrics.text().decode())
    shown = {f"{family.name}_total" if family.type == "counter" else family.name for family in families}
    assert {name for name in shown if not name.endswith("_created")} == DESCRIBED


def test_every_figure_in_a_question_is_described() -> None:
    asked = set(re.findall(r"\bplayground_[a-z_]+", TEXT))
    assert {name.removesuffix("_bucket") for name in asked} == DESCRIBED


def test_every_variable_exists() -> None:
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    assert set(re.findall(r"PLAYGROUND_[A-Z_]+", TEXT + UNIT)) <= known


def test_every_event_is_logged() -> None:
    rows = re.findall(r"^\| `([a-z ]+)` \|", TEXT.split("## Logs")[1], re.MULTILINE)
    assert rows
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "app").rglob("*.py"))
    assert [event for event in rows if f'"{event}"' not in sources] == []


def test_links_lead_somewhere() -> None:
    targets = [target for target in re.findall(r"\]\(([^)#]+)[^)]*\)", TEXT) if "://" not in target]
    assert targets
    assert [target for target in targets if not (ROOT / "docs" / target).exists()] == []
