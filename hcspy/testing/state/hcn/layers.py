"""Layers: the virtual switches that networks are built on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hcspy.testing.state.documents import guid_key, listed
from hcspy.testing.state.faults import LAYER_NOT_FOUND, SWITCH_NOT_FOUND, Fault
from hcspy.testing.state.policies import policy_type, settings

if TYPE_CHECKING:
    from hcspy.testing.state.state import State


def layers(state: State) -> dict[str, str]:
    """List the layers that there are, as they are written, by their keys."""
    switches = [adapter.switch for adapter in state.host.adapters if adapter.switch]
    stored = [network.document.get(name) for network in state.networks.table for name in ("LayeredOn", "SwitchGuid")]
    found = [state.style.inner_id(switch) for switch in switches] + [layer for layer in stored if layer]
    return {str(layer).lower(): str(layer) for layer in found}


def constrained_layer(state: State, policies: Any) -> str:
    """Find the layer that a LayerConstraint policy names; empty if there is no such policy."""
    # fidelity: HCN-N07
    for policy in listed(policies):
        if isinstance(policy, dict) and policy_type(policy) == "layerconstraint":
            wanted = guid_key(settings(policy).get("LayerId"))
            layer = layers(state).get(wanted)
            if layer is None:
                raise Fault(LAYER_NOT_FOUND, f"no layer {wanted}")
            return layer
    return ""


def check_switch(state: State, parameters: Any) -> None:
    """Refuse a switch that there is not."""
    # fidelity: HCN-E05
    id = parameters.get("SwitchId") if isinstance(parameters, dict) else None
    if id and guid_key(id) not in layers(state):
        raise Fault(SWITCH_NOT_FOUND, f"no switch {id}")
