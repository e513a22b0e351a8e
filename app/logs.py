"""Log lines with named values, as text or as JSON; the same from the server, its shards and the web server's own."""

from __future__ import annotations

import logging
import sys
from hashlib import sha256

import structlog
from structlog.typing import Processor

TALKATIVE = {"uvicorn.error": "INFO", "websockets": "INFO", "asyncio": "INFO", "numba": "WARNING"}
"""Whose finest lines are of no use to anybody, or would show what people send, whatever level is asked for."""


def configure_logs(level: str, form: str) -> None:
    """Write everything that is worth a line to standard error.

    Parameters
    ----------
    level
        ``debug``, ``info``, ``warning`` or ``error``: the least that is worth one.
    form
        ``text`` or ``json``.
    """
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.ExtraAdder()],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_written(form)],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    logging.captureWarnings(True)
    for name, least in TALKATIVE.items():
        logging.getLogger(name).setLevel(max(root.level, logging.getLevelNamesMapping()[least]))
    if level == "info":  # At this level uvicorn writes a line for every page that comes or goes.
        logging.getLogger("uvicorn.error").setLevel("WARNING")


def _written(form: str) -> list[Processor]:
    """The last steps, from named values to a line."""
    if form == "json":
        return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    plain = structlog.dev.plain_traceback
    return [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=plain)]


def name_in_logs(user: str) -> str:
    """What stands for a user in a line: the same for all lines of one, and of no use to whoever reads it."""
    return sha256(user.encode()).hexdigest()[:8]
