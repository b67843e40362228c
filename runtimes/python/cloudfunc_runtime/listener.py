"""The listening socket. It appears under its name only once it accepts."""

import os
import socket

BACKLOG = 16


def open_at(path):
    directory, name = os.path.split(path)
    unfinished = os.path.join(directory, f".{name}.new")
    for leftover in (unfinished, path):
        if os.path.lexists(leftover):
            os.unlink(leftover)
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listening.bind(unfinished)
    os.chmod(unfinished, 0o666)
    listening.listen(BACKLOG)
    os.rename(unfinished, path)
    return listening
