"""The client of the Docker Engine API, and the map."""
