"""Tests with the real engines. They are not part of the ordinary run: ``nox -s docker`` and ``nox -s cni`` run them."""
