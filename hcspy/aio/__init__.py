"""The same nouns, verbs and arguments as ``hcspy.connect()``, awaited.

>>> import asyncio
>>> import hcspy.aio
>>> from hcspy import hns
>>> async def main():
...     async with hcspy.aio.connect("fake") as host:
...         await host.hns.networks.create(hns.HNSNetwork(name="web", type="NAT"))
...         return [network.name for network in await host.hns.networks.list()]
>>> asyncio.run(main())
['web']

HNS cannot be asked without waiting, so each call runs on a worker thread. A call whose ``await`` is cancelled goes
on in its thread and may still complete, as after a timeout.
"""

from hcspy.aio.host import AsyncHost, AsyncTransaction, connect

__all__ = ["AsyncHost", "AsyncTransaction", "connect"]
