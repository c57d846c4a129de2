"""The nouns of HNS v1 on the command line."""
