"""Structured logging: one event a line on standard error, as text for people or as JSON for machines.

Events are named by what happened ("statement", "connection received"); everything else is a key. What is not logged at
the configured level costs one method call that does nothing.
"""

import sys
from collections.abc import Callable
from typing import Any

import structlog
from structlog.typing import FilteringBoundLogger

LEVELS = {"debug": 10, "info": 20, "warning": 30, "error": 40}

Logger = FilteringBoundLogger


def configure(level: str, form: str) -> None:
    """Sets up logging for the process. level: debug, info, warning, error. form: text or json."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            _renderer(form),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(LEVELS[level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


def get_logger(**values: Any) -> Logger:
    """A logger whose every event carries the values."""
    logger: Logger = structlog.get_logger(**values)
    return logger


def _renderer(form: str) -> Callable[..., str | bytes]:
    if form == "json":
        return structlog.processors.JSONRenderer(default=str)
    return structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"], bool_as_flag=False)
