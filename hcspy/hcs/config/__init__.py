"""Documents from which compute systems are made: written by builders, explained in words."""
