"""Sends its name to a listener on this machine, by TCP, by UDP and by an abstract Unix socket, and asks a name server."""

import socket

PORT = 0  # the test puts its listener's in here

reached = []
for family, kind, address in [
    (socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", PORT)),
    (socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", PORT)),
    (socket.AF_UNIX, socket.SOCK_STREAM, f"\0autograder-{PORT}"),
    (socket.AF_INET, socket.SOCK_DGRAM, ("9.9.9.9", 53)),
]:
    try:
        with socket.socket(family, kind) as connection:
            connection.settimeout(0.5)
            connection.connect(address)
            connection.send(b"here I am")
            reached.append(address)
    except OSError:
        pass


class Linear:
    def __init__(self, *parameters):
        raise ConnectionError(f"reached {[str(address) for address in reached if address[0] != '127.0.0.1']}")


ReLU = Sigmoid = BCEWithLogits = Sequential = Linear
