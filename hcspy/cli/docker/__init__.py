"""``hcspy docker``: networks of Docker on HNS."""
