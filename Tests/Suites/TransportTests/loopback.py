"""A server on loopback that misbehaves by path; prints its port, then serves until its input ends.

GET /count/NAME answers how many requests and connections carried that name.
"""

import os
import socket
import struct
import sys
import threading
import time

counts = {}
lock = threading.Lock()


def reset(connection):
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def reply(body, extra=b"", status=b"200 OK"):
    return b"HTTP/1.1 " + status + b"\r\nContent-Length: %d\r\n" % len(body) + extra + b"\r\n" + body


def serve(connection, number):
    stream = connection.makefile("rb")
    while True:
        line = stream.readline()
        if not line:
            break
        method, target, _ = line.split(b" ", 2)
        headers = {}
        while header := stream.readline().strip():
            name, _, value = header.partition(b":")
            headers[name.lower()] = value.strip()
        body = stream.read(int(headers.get(b"content-length", 0)))
        parts = target.decode().split("/")
        kind, name = parts[1], parts[2] if len(parts) > 2 else ""
        with lock:
            entry = counts.setdefault(name, [0, set()])
            if kind != "count":
                entry[0] += 1
                entry[1].add(number)
        if kind == "count":
            connection.sendall(reply(f"{entry[0]} {len(entry[1])}".encode()))
        elif kind == "echo":
            shown = method + b" " + target + b"\n" + b"\n".join(k + b"=" + v for k, v in sorted(headers.items()))
            connection.sendall(reply(shown + b"\n\n" + body))
        elif kind == "reset":
            return reset(connection)
        elif kind == "once":  # good the first time, then reads the request and breaks
            if entry[0] > 1:
                return reset(connection)
            connection.sendall(reply(b"ok"))
        elif kind == "cut":
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nhalf")
            break
        elif kind == "chunk":
            connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")
            break
        elif kind == "junk":
            connection.sendall(b"\x00\xff\xfeSSH-2.0\r\n")
            break
        elif kind == "hang":
            time.sleep(60)
        elif kind == "big":
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2000000\r\n\r\n" + b"x" * 2000000)
        elif kind == "header":
            connection.sendall(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 1000000 + b"\r\n\r\n")
        elif kind == "redirect":
            connection.sendall(reply(b"", b"Location: /echo/elsewhere\r\n", b"307 Temporary Redirect"))
        elif kind == "interim":
            connection.sendall(b"HTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\n" + reply(b"late", b"X-Late: 1\r\n"))
    connection.close()


def main():
    listener = socket.create_server(("127.0.0.1", 0), backlog=64)
    os.write(1, b"%d\n" % listener.getsockname()[1])
    threading.Thread(target=accept, args=(listener,), daemon=True).start()
    sys.stdin.read()


def accept(listener):
    number = 0
    while True:
        connection, _ = listener.accept()
        number += 1
        threading.Thread(target=guarded, args=(connection, number), daemon=True).start()


def guarded(connection, number):
    try:
        serve(connection, number)
    except OSError:
        connection.close()


main()
