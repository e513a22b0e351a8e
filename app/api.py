"""What can be asked by plain HTTP: what there is to choose from, and how the server is."""

from __future__ import annotations

import asyncio
import gzip
from functools import lru_cache
from hashlib import sha256
from typing import Any, Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel
from pydantic_core import to_json
from starlette.responses import JSONResponse, PlainTextResponse

from app.pages import takes_gzip
from engine.concepts.catalog import catalog
from engine.network import describe
from engine.spec import read_spec, spec_schema

router = APIRouter()

PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"


class Health(BaseModel):
    """How the server is, and where it is not well, why."""

    status: Literal["ok", "starting", "failing"]
    reason: str | None = None


@lru_cache(maxsize=8)
def _document(make: Any) -> tuple[bytes, bytes, str]:
    """A document that never changes while the server runs, also compressed, and what tells it from another."""
    text = to_json(make())
    return text, gzip.compress(text), f'"{sha256(text).hexdigest()[:32]}"'


def _unchanging(request: Request, make: Any) -> Response:
    text, compressed, tag = _document(make)
    headers = {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    if takes_gzip(request):
        headers["Content-Encoding"] = "gzip"
        text = compressed
    return Response(text, media_type="application/json", headers=headers)


def prepare() -> None:
    """Make the documents, and load what the first experiment needs, before anybody asks for it."""
    _document(catalog)
    _document(spec_schema)
    describe(read_spec({"data": {"kind": "xor"}, "network": {"layers": [{"kind": "dense", "units": 2}]}}))


@router.get("/api/catalog", summary="Every family with its kinds, and the presets")
def get_catalog(request: Request) -> Response:
    """What can be chosen, each kind with its formula, explanation, parameters and picture."""
    return _unchanging(request, catalog)


@router.get("/api/schema", summary="The JSON Schema of a spec")
def get_schema(request: Request) -> Response:
    """What an experiment may be."""
    return _unchanging(request, spec_schema)


@router.get("/healthz", summary="Whether the server answers", responses={200: {"model": Health}})
async def healthz() -> JSONResponse:
    """The event loop is alive."""
    return JSONResponse({"status": "ok"})


@router.get(
    "/readyz",
    summary="Whether runs can train",
    responses={200: {"model": Health}, 503: {"model": Health, "description": "Not yet, or not now"}},
)
async def readyz(request: Request) -> JSONResponse:
    """At least one shard works, and runs can be saved."""
    if not request.app.state.scheduler.ready:
        return JSONResponse({"status": "starting", "reason": "No shard works yet."}, status_code=503)
    trouble = await request.app.state.store.trouble()
    if trouble is not None:
        return JSONResponse(
            {"status": "failing", "reason": f"Runs cannot be saved: {trouble}."}, status_code=503
        )
    return JSONResponse({"status": "ok"})


@router.get("/metrics", summary="Figures for Prometheus", response_class=PlainTextResponse)
async def metrics(request: Request) -> PlainTextResponse:
    """Connections, runs, frames, steps, shards, delays, memory."""
    await asyncio.to_thread(request.app.state.processes.look)
    request.app.state.metrics.tasks.set(len(asyncio.all_tasks()))
    return PlainTextResponse(request.app.state.metrics.text(), media_type=PROMETHEUS)
