"""The command line, split by noun. It has no verb that Python lacks, and uses public names only."""
