"""Random sequences through both doors, and what they are compared with."""
