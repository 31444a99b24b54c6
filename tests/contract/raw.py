"""Requests that no HTTP client would send."""

import json
import socket

from server import Server


def send_head(server: Server, *lines: str) -> tuple[int, dict]:
    """Sends a request's head, never its body, and reads the answer until the server closes."""
    host, port = server.host.split(":")
    head = "\r\n".join([lines[0], f"Host: {server.host}", "Connection: close", *lines[1:], "", ""])
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(head.encode())
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    status_line, _, rest = answer.partition(b"\r\n")
    _, _, body = rest.partition(b"\r\n\r\n")
    return int(status_line.split()[1]), json.loads(body)
