"""Credential specs in words: which group managed service account a container acts as."""

from __future__ import annotations

import json
from typing import Any


def spec_of(text: Any) -> str | None:
    """Return a line for a credential spec, with the accounts that it names; none if there is no spec.

    >>> spec_of('{"ActiveDirectoryConfig":{"GroupManagedServiceAccounts":[{"Name":"web","Scope":"contoso"}]}}')
    'credentials: group managed service account contoso\\\\web'
    """
    if not text:
        return None
    accounts = list(dict.fromkeys(_accounts(text)))
    if not accounts:
        return "credentials: a credential spec that names no account"
    return f"credentials: group managed service account {', '.join(accounts)}"


def _accounts(text: Any) -> list[str]:
    try:
        document = json.loads(text)
        found = document["ActiveDirectoryConfig"]["GroupManagedServiceAccounts"]
        return [f"{one['Scope']}\\{one['Name']}" if one.get("Scope") else str(one["Name"]) for one in found]
    except (ValueError, TypeError, KeyError, AttributeError):
        return []
