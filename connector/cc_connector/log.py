"""Structured logs: one JSON object a line, identifiers and counts, never numbers."""

import json
import logging
import sys
import time


class _JsonLines(logging.Formatter):
    def format(self, record):
        line = {
            "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created)),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
        }
        line |= getattr(record, "facts", {})
        if record.exc_info:
            kind, _fault, trace = record.exc_info
            while trace.tb_next:
                trace = trace.tb_next
            # the message of a fault may quote what was being read
            line["fault"] = kind.__name__
            line["place"] = f"{trace.tb_frame.f_code.co_name}:{trace.tb_lineno}"
        return json.dumps(line, ensure_ascii=False)


def start(level: str = "INFO") -> None:
    """Write the log to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_JsonLines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # it names every address it asks
    logging.getLogger("httpx").setLevel(logging.WARNING)


def say(logger: logging.Logger, event: str, **facts: object) -> None:
    """Log an event with its facts: ids, counts, codes."""
    logger.info(event, extra={"facts": facts})


def warn(logger: logging.Logger, event: str, **facts: object) -> None:
    """Log what somebody should look at."""
    logger.warning(event, extra={"facts": facts})
