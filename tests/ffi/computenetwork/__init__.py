"""Tests of computenetwork.dll: what goes out, what comes in, and what must come back."""
