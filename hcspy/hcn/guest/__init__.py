"""What the service and the network agent of a guest tell each other.

The guest has interfaces of its own, so what is set on the host goes on to it: addresses, routes, name servers. The
documents are Microsoft's; WSL exchanges some of them.
"""
