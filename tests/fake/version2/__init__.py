"""Tests of the fake's second door."""
