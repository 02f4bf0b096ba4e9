"""The front: keep-alive HTTP/1.1 on loopback, every answer on its own clock.

moto's own server closes each connection and sleeps in threads; a client that
reuses connections, or is made to wait, would never be tried by it. So the
sockets are ours, and a handler returns either an answer or a way to cut.
"""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Awaitable, Callable
from http.client import responses

import h11

from .message import Answer, Cut, Request, origin_form

Handler = Callable[[Request], Awaitable[Answer | Cut]]
RECEIVE = 1 << 16


class Front:
    """One listening port and the connections it accepted."""

    def __init__(self, handler: Handler) -> None:
        self._handler = handler
        self._server: asyncio.Server | None = None
        self._connections: set[asyncio.Task[None]] = set()

    async def listen(self) -> int:
        """Opens a free loopback port and returns its number."""
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0, backlog=512)
        return int(self._server.sockets[0].getsockname()[1])

    async def close(self) -> None:
        """Stops listening and drops every connection."""
        if self._server:
            self._server.close()
        for task in self._connections:
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        try:
            await self._serve(reader, writer)
        except (ConnectionError, asyncio.CancelledError, h11.RemoteProtocolError):
            pass
        finally:
            self._connections.discard(task)
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        wire = h11.Connection(h11.SERVER, max_incomplete_event_size=1 << 20)
        while request := await self._read(wire, reader, writer):
            answer = await self._handler(request)
            if isinstance(answer, Cut):
                await self._cut(answer, reader, writer)
                return
            await self._send(wire, writer, request, answer)
            if wire.our_state is not h11.DONE or wire.their_state is not h11.DONE:
                return
            wire.start_next_cycle()

    async def _read(self, wire: h11.Connection, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> Request | None:
        head: h11.Request | None = None
        body: list[bytes] = []
        while True:
            event = wire.next_event()
            if event is h11.NEED_DATA:
                if wire.they_are_waiting_for_100_continue:
                    proceed = h11.InformationalResponse(status_code=100, headers=[])
                    writer.write(wire.send(proceed) or b"")
                wire.receive_data(await reader.read(RECEIVE))
            elif isinstance(event, h11.Request):
                head = event
            elif isinstance(event, h11.Data):
                body.append(bytes(event.data))
            elif isinstance(event, h11.EndOfMessage) and head is not None:
                return _request(head, b"".join(body))
            else:
                return None

    async def _send(self, wire: h11.Connection, writer: asyncio.StreamWriter, request: Request, answer: Answer) -> None:
        framing = ("content-length", "transfer-encoding", "connection")
        headers = [(name, value) for name, value in answer.headers if name.lower() not in framing]
        head_only = request.method == "HEAD"
        if answer.status not in (204, 304):
            length = answer.header("content-length") if head_only else ""
            headers.append(("Content-Length", length or str(len(answer.body))))
        # A client that waits for 100 reads a final status only with its phrase, as every server of AWS sends it.
        reason = responses.get(answer.status, "Unknown").encode()
        events: list[h11.Event] = [h11.Response(status_code=answer.status, headers=headers, reason=reason)]
        if answer.body and not head_only and answer.status not in (204, 304):
            events.append(h11.Data(data=answer.body))
        events.append(h11.EndOfMessage())
        writer.write(b"".join(wire.send(event) or b"" for event in events))
        await writer.drain()

    async def _cut(self, cut: Cut, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if cut is Cut.STALL:
            while await reader.read(RECEIVE):
                pass
        elif cut is Cut.RESET:
            linger = struct.pack("ii", 1, 0)
            writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            writer.transport.abort()


def _request(head: h11.Request, body: bytes) -> Request:
    host, target = origin_form(head.target.decode("latin-1"))
    headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in head.headers]
    if host:
        headers = [(name, value) for name, value in headers if name != "host"] + [("host", host)]
    return Request(head.method.decode(), target, headers, body)
