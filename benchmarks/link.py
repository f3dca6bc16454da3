"""A slow line: a TCP proxy that carries bytes at so many bits a second, and each of them late. Run as a process of its own."""

import asyncio
import sys
from contextlib import suppress
from functools import partial

DELAY = 0.075
"""Seconds that a byte is under way in each direction: 150 ms there and back."""
RATE = 64_000
"""Bits a second in each direction."""
CHUNK = 1448
"""Bytes in one packet, at most."""
WAITING = 0.5
"""Seconds of traffic that wait before the line; then the sender is held up."""


class Way:
    """One direction of a line: a packet leaves when those before it have, and arrives after the delay."""

    def __init__(self, *, delay: float = DELAY, rate: float = RATE) -> None:
        self._delay = delay
        self._rate = rate
        self._free = 0.0

    def arrives(self, now: float, size: int) -> float:
        """When the last of `size` bytes that are sent at `now` is there; all times in seconds."""
        self._free = max(self._free, now) + size * 8 / self._rate
        return self._free + self._delay

    def waits(self, now: float) -> float:
        """Seconds for which a sender is to be held up now."""
        return max(0.0, self._free - now - WAITING)


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    way, loop = Way(), asyncio.get_running_loop()
    packets: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()

    async def deliver() -> None:
        while True:
            at, data = await packets.get()
            await asyncio.sleep(max(0.0, at - loop.time()))
            if not data:
                break
            writer.write(data)
        with suppress(OSError):
            writer.close()

    delivering = asyncio.create_task(deliver())
    with suppress(OSError):
        while data := await reader.read(CHUNK):
            packets.put_nowait((way.arrives(loop.time(), len(data)), data))
            await asyncio.sleep(way.waits(loop.time()))
    packets.put_nowait((way.arrives(loop.time(), 0), b""))
    await delivering


async def _connected(target: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    far_reader, far_writer = await asyncio.open_connection("127.0.0.1", target)
    await asyncio.gather(_carry(reader, far_writer), _carry(far_reader, writer))


async def main(target: int) -> None:
    """Carry to a port of this machine whatever comes to a free one, whose number is printed."""
    server = await asyncio.start_server(partial(_connected, target), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
