"""The nouns of HCN, which is HNS v2, on the command line."""
