"""vmcompute.dll: HNSCall, and the first interface of HCS, whose calls are ended by notifications.

Each function makes one native call: encode, call, take and free what came out, and only then judge; a
failed call may carry the better error in its text.
"""

from .hnscall import hns_call
from .processes import (
    NewProcess,
    create_process,
    get_process_info,
    get_process_properties,
    modify_process,
    open_process,
    register_process_callback,
    signal_process,
    terminate_process,
)
from .service import get_service_properties, modify_service_settings
from .systems import (
    create_compute_system,
    enumerate_compute_systems,
    get_compute_system_properties,
    modify_compute_system,
    open_compute_system,
    pause_compute_system,
    register_compute_system_callback,
    resume_compute_system,
    save_compute_system,
    shutdown_compute_system,
    start_compute_system,
    terminate_compute_system,
)

__all__ = [
    "NewProcess",
    "create_compute_system",
    "create_process",
    "enumerate_compute_systems",
    "get_compute_system_properties",
    "get_process_info",
    "get_process_properties",
    "get_service_properties",
    "hns_call",
    "modify_compute_system",
    "modify_process",
    "modify_service_settings",
    "open_compute_system",
    "open_process",
    "pause_compute_system",
    "register_compute_system_callback",
    "register_process_callback",
    "resume_compute_system",
    "save_compute_system",
    "shutdown_compute_system",
    "signal_process",
    "start_compute_system",
    "terminate_compute_system",
    "terminate_process",
]
