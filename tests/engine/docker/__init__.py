"""Docker's own daemon against drivers of this project, on one machine and with nothing installed."""
