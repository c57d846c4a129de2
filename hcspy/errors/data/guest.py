"""Codes of the guest side of container networking (GCN_E_*, facility 0x3B)."""

from __future__ import annotations

from typing import Final

from .entry import Entry

ENTRIES: Final = (
    Entry(
        0x803B0021,
        ("GCN_E_MODULE_NOT_FOUND",),
        "Operation cannot be performed while service module not found",
        meaning="The guest's network service lacks a module",
        when="The utility VM's image is older than the host expects",
        advice="Use a base image of the host's build",
    ),
    Entry(
        0x803B0022,
        ("GCN_E_NO_REQUEST_HANDLERS",),
        "Request Handlers not present to handle the JSON request",
        meaning="Nothing in the guest serves that request",
        when="A request type that the guest's build does not know",
        advice="Use a base image of the host's build, or leave the newer setting out",
    ),
    Entry(
        0x803B0023,
        ("GCN_E_REQUEST_UNSUPPORTED",),
        "The specified request is unsupported",
        meaning="The guest does not do that request",
        when="A modify request whose kind the guest refuses",
        advice="Use a base image of the host's build, or leave the newer setting out",
    ),
    Entry(
        0x803B0024,
        ("GCN_E_RUNTIMEKEYS_FAILED",),
        "Add runtime keys to container failed",
        meaning="Registry keys could not be added to the container",
        when="The container's registry is not mounted yet, or is damaged",
        advice="Start the container again from a fresh scratch layer",
    ),
    Entry(
        0x803B0025,
        ("GCN_E_NETADAPTER_TIMEOUT",),
        "Timeout while waiting for network adapter with the given instance id",
        meaning="The network adapter did not show up in the guest in time",
        when="The guest is slow to boot or the host is overloaded",
        advice="Ask for the endpoint's state and attach again; lower the load if it recurs",
    ),
    Entry(
        0x803B0026,
        ("GCN_E_NETADAPTER_NOT_FOUND",),
        "Network adapter not found for the given instance id",
        meaning="The guest has no network adapter with that instance id",
        when="The adapter was unplugged, or the endpoint is not attached to that VM",
        advice="Attach the endpoint to the VM first",
    ),
    Entry(
        0x803B0027,
        ("GCN_E_NETCOMPARTMENT_NOT_FOUND",),
        "Network compartment not found for the given id",
        meaning="The guest has no network compartment with that number",
        when="The container of that compartment has ended",
        advice="Read the namespace again for its present compartment",
    ),
    Entry(
        0x803B0028,
        ("GCN_E_NETINTERFACE_NOT_FOUND",),
        "Network interface not found for the given id",
        meaning="The guest has no network interface with that id",
        when="The interface went away with its endpoint",
        advice="Read the endpoint again; attach it if it is detached",
    ),
    Entry(
        0x803B0029,
        ("GCN_E_DEFAULTNAMESPACE_EXISTS",),
        "Default Namespace already exists",
        meaning="The guest has a default namespace already",
        when="A second GuestDefault namespace is created",
        advice="Use the one that is there, or create a namespace of type Guest",
    ),
)
