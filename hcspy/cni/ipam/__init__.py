"""Addresses: from another plugin, as the protocol delegates it, or from ranges of our own."""
