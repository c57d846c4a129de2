"""How a fake tells its callers: on threads that Python did not make, once somebody has registered."""
