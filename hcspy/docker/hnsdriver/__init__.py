"""The Docker driver that hcspy ships: Docker's networks, endpoints and addresses on HNS v1."""
