"""Tests of the native side: they run only where windows/run has installed its stand-in DLLs."""
