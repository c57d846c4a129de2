"""Tests of the C side: the tables, and what must not go wrong between Python and C."""
