"""The other side of Docker's networks: what the engine knows of them, next to what the host has.

>>> import asyncio
>>> from hcspy import aio
>>> from hcspy.docker import Engine, docker_map
>>> async def mismatches() -> list[str]:
...     async with aio.connect() as host, Engine("tcp://10.0.0.5:2375") as engine:
...         return (await docker_map(host, engine)).mismatches
"""
