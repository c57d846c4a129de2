"""The compute service of a fake, behind both of its doors: what lives of systems and processes."""
