"""The executable `hcspy-cni` before real clients of CNI, and killed at any moment; nothing is installed."""
