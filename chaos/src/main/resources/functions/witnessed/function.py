"""Does what it is told, but first tells the witness, who listens outside of CloudFunc, that it runs."""

import os
import socket
import time

PATIENCE = 25


def handler(event):
    tell_witness(event["call"])
    time.sleep(event.get("seconds", 0))
    if event.get("exits"):
        os._exit(3)
    if event.get("raises"):
        raise ValueError("as told")
    return {"call": event["call"]}


def tell_witness(call):
    with socket.socket(socket.AF_UNIX) as witness:
        connect(witness, time.monotonic() + PATIENCE)
        witness.sendall(b"%d\n" % call)
        if not witness.recv(1):
            raise ConnectionError("the witness did not write it down")


def connect(witness, end):
    while True:
        try:
            return witness.connect("/tmp/witness")
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.01)
