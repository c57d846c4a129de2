"""The plugin: containers on networks of HCN.

ADD makes what is missing and puts the container in; each step notes how it is taken back, and a failure takes all of
them back. DEL and GC know what is ours by name and owner, not by memory, so that whatever an ADD or a DEL that was
killed has left is found again. Two runs for one container wait for each other; others do while the network gets a
container or is removed, and go on side by side otherwise.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final

import hcspy
from hcspy.cni.errors import CNIError, ErrorCode, cni_error
from hcspy.cni.hcnplugin.addresses import addresses_for
from hcspy.cni.hcnplugin.attachments import Attachments
from hcspy.cni.hcnplugin.settings import HCNConf
from hcspy.cni.ipam.delegation import Execute, execute
from hcspy.cni.ipam.ledger import Ledger
from hcspy.cni.locks import Locks
from hcspy.cni.plugin import Plugin
from hcspy.cni.request import AddRequest, CheckRequest, CNIRequest, DeleteRequest, GCRequest, StatusRequest
from hcspy.cni.result import Result
from hcspy.errors import HcspyError

FAKE: Final = "fake:"


class HCNPlugin(Plugin[HCNConf]):
    """What `hcspy-cni` is.

    target
        What `hcspy.connect` takes; None is what the configuration says, else the variable HCSPY_HOST, else this
        machine.
    execute
        What runs the programs of other plugins.
    """

    config_class = HCNConf

    def __init__(self, target: Any = None, execute: Execute = execute) -> None:
        self._target = target
        self._execute = execute

    def add(self, request: AddRequest[HCNConf]) -> Result:
        """Put a container on the network."""
        with self._work(request) as attachments:
            return attachments.add(request)

    def delete(self, request: DeleteRequest[HCNConf]) -> None:
        """Take a container off the network."""
        with self._work(request) as attachments:
            attachments.delete(request)

    def check(self, request: CheckRequest[HCNConf]) -> None:
        """Compare what is there with what ADD said."""
        with self._work(request) as attachments:
            attachments.check(request)

    def gc(self, request: GCRequest[HCNConf]) -> None:
        """Take off the network what nobody uses."""
        if request.valid_attachments is None:
            return
        with self._work(request) as attachments:
            attachments.gc(request)

    def status(self, request: StatusRequest[HCNConf]) -> None:
        """Say whether a container could be put on the network."""
        ledger = Ledger(data_folder(request), self._locks(request))
        try:
            with self._work(request) as attachments:
                attachments.status(request)
        except HcspyError as error:
            raise self._unavailable(error, used=bool(ledger.keys(request.config.name))) from error

    def _unavailable(self, error: HcspyError, *, used: bool) -> CNIError:
        """Return what STATUS answers. HNS keeps what is there running, but nobody tends it: routes, ports, services."""
        told = cni_error(error)
        if told.cni_code in (ErrorCode.NOT_AVAILABLE, ErrorCode.LIMITED_CONNECTIVITY, ErrorCode.INVALID_CONFIG):
            return told
        code = ErrorCode.LIMITED_CONNECTIVITY if used else ErrorCode.NOT_AVAILABLE
        return CNIError(str(told), code=code, details=told.details)

    @contextmanager
    def _work(self, request: CNIRequest[HCNConf]) -> Iterator[Attachments]:
        locks = self._locks(request)
        ledger = Ledger(data_folder(request), locks)
        target = self._target if self._target is not None else host_named(request)
        with hcspy.connect(target, timeout=request.config.timeout) as host:
            addresses = partial(addresses_for, ledger=ledger, execute=self._execute)
            yield Attachments(host, request.config, locks, ledger, addresses)

    @staticmethod
    def _locks(request: CNIRequest[HCNConf]) -> Locks:
        return Locks(data_folder(request), request.config.timeout)


def host_named(request: CNIRequest[HCNConf]) -> str | None:
    """Return the host that the configuration or the environment names; None is this machine."""
    return request.config.host or request.environment.variables.get("HCSPY_HOST") or None


def data_folder(request: CNIRequest[HCNConf]) -> Path:
    """Return where locks and addresses are: what the configuration or HCSPY_CNI_DIR says, else a place of the host's.

    A fake in a file has it beside the file.
    """
    variables = request.environment.variables
    said = request.config.data_dir or variables.get("HCSPY_CNI_DIR")
    if said:
        return Path(said)
    host = host_named(request) or ""
    if host.startswith(FAKE):
        return Path(f"{host.removeprefix(FAKE)}.cni")
    if os.name == "nt":
        return Path(variables.get("ProgramData", r"C:\ProgramData"), "hcspy", "cni")
    return Path("/var/lib/hcspy/cni")
