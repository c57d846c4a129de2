"""What a server counts, for Prometheus."""

from __future__ import annotations

from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from hcspy.errors import HcspyError

# HNS takes milliseconds for most and seconds for a first network, whose switch it makes.
SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Metrics:
    """The counters of one server, in a registry of their own.

    >>> metrics = Metrics()
    >>> metrics.answered("NetworkDriver.Join", "ok", 0.002)
    >>> metrics.registry.get_sample_value(
    ...     "hcspy_docker_requests_total", {"method": "NetworkDriver.Join", "outcome": "ok"})
    1.0
    """

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "hcspy_docker_requests",
            "Requests of the engine, by outcome.",
            ["method", "outcome"],
            registry=self.registry,
        )
        self._seconds = Histogram(
            "hcspy_docker_request_seconds",
            "How long requests of the engine took.",
            ["method"],
            registry=self.registry,
            buckets=SECONDS,
        )
        self._errors = Counter(
            "hcspy_docker_errors", "Failures, by the code of HNS.", ["method", "code"], registry=self.registry
        )
        self.running = Gauge("hcspy_docker_running_requests", "Requests being answered.", registry=self.registry)

    def answered(self, method: str, outcome: str, seconds: float) -> None:
        """Count an answer."""
        self._requests.labels(method, outcome).inc()
        self._seconds.labels(method).observe(seconds)

    def failed(self, method: str, error: Exception) -> None:
        """Count a failure by its code."""
        self._errors.labels(method, code_of(error)).inc()

    def text(self) -> tuple[bytes, str]:
        """Return what Prometheus reads, and the type of that."""
        return generate_latest(self.registry), CONTENT_TYPE_LATEST


def code_of(error: Exception) -> str:
    """Return the code of HNS as errors show it, or the error's class where there is none.

    >>> code_of(HcspyError("gone", hresult=0x803B0001, symbol="HCN_E_NETWORK_NOT_FOUND"))
    '0x803b0001 HCN_E_NETWORK_NOT_FOUND'
    """
    code = error.code if isinstance(error, HcspyError) else ""
    return code or type(error).__name__
