"""What hcspy costs: ratios to a floor, taken side by side in one run. `python -m bench` prints them all."""
