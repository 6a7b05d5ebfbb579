"""How many articles a server answers, and how fast: ``python tests/load_probe.py [MINUTES]``.

Starts ``detector serve`` in a process of its own, asks it from 1, 8 and 64 connections with
articles of the tests, then presses it from 8 with hostile bodies for some minutes.
"""

from __future__ import annotations

import asyncio
import json
import random
import resource
import socket
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from hostility import hostile_bodies
from newsroom import article

LIMIT = 4 * 1024 * 1024
HEAD = "POST /score HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
ARTICLES = [
    json.dumps({"text": "\n\n".join(article(kind, seed + at) for at in range(3))}).encode()
    for kind in ("news", "machine", "spun", "generated")
    for seed in range(25)
]


class Connection:
    """One kept-alive connection."""

    def __init__(self, port):
        self.port = port
        self.streams = None

    async def score(self, body):
        """POST a body; gives the status and the seconds it took."""
        if self.streams is None:
            self.streams = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self.streams
        begun = time.perf_counter()
        writer.write(f"{HEAD}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        length = next(part for part in head.split("\r\n") if part.lower().startswith("content-len"))
        await reader.readexactly(int(length.split(":")[1]))
        if "connection: close" in head.lower():
            writer.close()
            self.streams = None
        return int(head.split()[1]), time.perf_counter() - begun


async def press(port, clients, seconds, bodies_of):
    """Ask from several connections for some seconds."""
    until = time.monotonic() + seconds
    statuses, times, wrong, cut = Counter(), [], [], 0

    async def one(seed):
        nonlocal cut
        connection, bodies = Connection(port), bodies_of(random.Random(seed))
        while time.monotonic() < until:
            body, expected = next(bodies)
            try:
                status, took = await connection.score(body)
            except (OSError, asyncio.IncompleteReadError):
                # The line of a client that still sends what was refused is cut.
                connection.streams = None
                cut += 413 in expected
                wrong.extend([] if 413 in expected else [("cut", body[:80])])
                continue
            statuses[status] += 1
            times.append(took)
            if status not in expected:
                wrong.append((status, body[:80]))

    begun = time.perf_counter()
    await asyncio.gather(*map(one, range(clients)))
    spent = time.perf_counter() - begun
    times.sort()
    at = [1000 * times[int(share * (len(times) - 1))] for share in (0.5, 0.99, 1.0)]
    print(
        f"{clients:3} clients, {spent:5.0f} s: {len(times) / spent:7.1f} answers/s, "
        f"p50 {at[0]:.0f} ms, p99 {at[1]:.0f} ms, longest {at[2]:.0f} ms, "
        f"{dict(statuses)}, {cut} refused bodies cut, wrong: {wrong[:5]} ({len(wrong)})",
        flush=True,
    )


def honest_bodies(random_one):
    """Articles without end."""
    while True:
        yield random_one.choice(ARTICLES), {200}


def memory_of(process):
    """Resident memory of a process, in MB (Linux)."""
    status = Path(f"/proc/{process.pid}/status").read_text("utf-8").splitlines()
    [line] = [line for line in status if line.startswith("VmRSS")]
    return int(line.split()[1]) // 1024


def main():
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen([sys.executable, "-m", "detector", "serve", "--port", str(port)])
    try:
        while process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.2)
        asyncio.run(press(port, 4, 3, honest_bodies))
        print(f"warm; the server holds {memory_of(process)} MB", flush=True)
        for clients in (1, 8, 64):
            asyncio.run(press(port, clients, 15, honest_bodies))
        asyncio.run(press(port, 8, 60 * minutes, lambda one: hostile_bodies(one, LIMIT)))
        print(f"the server holds {memory_of(process)} MB", flush=True)
        asyncio.run(press(port, 1, 1, honest_bodies))
    finally:
        process.terminate()
        process.wait(30)
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        print(f"processor time of the server: {used.ru_utime + used.ru_stime:.0f} s")


if __name__ == "__main__":
    main()
