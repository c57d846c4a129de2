"""The wire harness: hcspy answers the recordings of hcsshim. README.md is its contract."""
