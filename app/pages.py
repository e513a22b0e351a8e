"""The page itself: a shell of HTML that loads what the front end's build wrote."""

from __future__ import annotations

import gzip
import json
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request, Response
from jinja2 import Environment, FileSystemLoader, select_autoescape
from starlette.responses import HTMLResponse
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

ROOT = Path(__file__).parents[1]
BUILT = ROOT / "static" / "dist"
BUILT_URL = "/static/dist"
FOR_EVER = "public, max-age=31536000, immutable"

NOT_BUILT = (
    "<!doctype html><html lang=en><meta charset=utf-8><title>Playground</title>"
    "<p>The page has not been built yet: run <code>make install</code>, then load this page again.</p></html>"
)

_templates = Environment(loader=FileSystemLoader(ROOT / "templates"), autoescape=select_autoescape())

router = APIRouter()


class BuiltFiles(StaticFiles):
    """What the build wrote; names with a hash in them may be kept for ever."""

    async def check_config(self) -> None:
        """Answer as for any missing file where nothing was built: a mistake of the server's it is not."""

    def file_response(
        self, full_path: Any, stat_result: Any, scope: Scope, status_code: int = 200
    ) -> Response:
        response = super().file_response(full_path, stat_result, scope, status_code)
        if Path(full_path).parent.name != "assets":
            response.headers["Cache-Control"] = "no-cache"
            return response
        if response.status_code == 200 and takes_gzip(Request(scope)):
            content = _compressed(str(full_path))
            response = Response(content, headers={"Content-Encoding": "gzip"}, media_type=response.media_type)
        response.headers["Cache-Control"] = FOR_EVER
        response.headers["Vary"] = "Accept-Encoding"
        return response


def takes_gzip(request: Request) -> bool:
    """Whether the browser can unpack what was compressed; a whole class on one Wi-Fi is glad of it."""
    offered = request.headers.get("accept-encoding", "").replace(" ", "").lower().split(",")
    return "gzip" in offered


@lru_cache(maxsize=64)
def _compressed(path: str) -> bytes:
    """A built file, compressed; its name changes with its content, so that it may be kept."""
    return gzip.compress(Path(path).read_bytes())


def assets(built: Path = BUILT) -> dict[str, Any] | None:
    """Addresses of the script and the styles; None where the front end has not been built."""
    try:
        manifest = json.loads((built / ".vite" / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    entry = next((chunk for chunk in manifest.values() if chunk.get("isEntry")), None)
    if entry is None:
        return None
    return {
        "js": f"{BUILT_URL}/{entry['file']}",
        "css": [f"{BUILT_URL}/{name}" for name in entry.get("css", [])],
    }


@router.get("/", include_in_schema=False)
async def page(request: Request) -> Response:
    """The workspace."""
    found = assets(request.app.state.built)
    if found is None:
        return HTMLResponse(NOT_BUILT, status_code=503, headers={"Cache-Control": "no-store"})
    text = _templates.get_template("index.html").render(
        assets=found, version=version("neural-network-playground")
    )
    return HTMLResponse(text, headers={"Cache-Control": "no-cache"})
