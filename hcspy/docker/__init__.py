"""Docker remote drivers in Python: networks and addresses for Docker's daemon, on HNS."""
