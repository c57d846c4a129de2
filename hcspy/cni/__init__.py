"""CNI plugins in Python, on HCN."""
