"""Figures for Prometheus."""

from prometheus_client import CollectorRegistry, Counter, Gauge, start_http_server

REGISTRY = CollectorRegistry()
LINES_READ = Counter(
    "cc_connector_lines_read", "Lines read from the event file", registry=REGISTRY
)
LINES_SENT = Counter(
    "cc_connector_lines_sent", "Lines Odoo has acknowledged", registry=REGISTRY
)
LINES_WAITING = Gauge(
    "cc_connector_lines_waiting", "Lines in the spool", registry=REGISTRY
)
FILE_LAG = Gauge(
    "cc_connector_file_lag_bytes",
    "Bytes of the event file not yet read",
    registry=REGISTRY,
)
FAULTS = Counter(
    "cc_connector_faults", "Faults by what was at fault", ["code"], registry=REGISTRY
)
AMI_UP = Gauge(
    "cc_connector_ami_up", "1 while the manager interface answers", registry=REGISTRY
)
LIVE_CALLS = Gauge("cc_connector_live_calls", "Calls going on", registry=REGISTRY)
RECORDINGS_WAITING = Gauge(
    "cc_connector_recordings_waiting", "Closed recordings here", registry=REGISTRY
)
RECORDINGS_SENT = Counter(
    "cc_connector_recordings_sent", "Recordings Odoo has", registry=REGISTRY
)
RECORDINGS_REFUSED = Gauge(
    "cc_connector_recordings_refused", "Recordings put aside", registry=REGISTRY
)
CLOCK_AHEAD = Gauge(
    "cc_connector_clock_ahead_seconds",
    "How far the clock here is ahead of Odoo's",
    registry=REGISTRY,
)


def serve(address: str) -> None:
    """Serve the page at "host:port"."""
    host, _colon, port = address.rpartition(":")
    start_http_server(int(port), host or "127.0.0.1", registry=REGISTRY)
