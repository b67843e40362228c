"""Runs one Python function behind Fn's container contract: HTTP over the Unix socket of FN_LISTENER.

Usage: python3 runtimes/python [SOURCE_DIRECTORY]   (default /function)
"""

import os
import signal
import sys

from . import calls, listener, loading, log_bytes, server

EX_USAGE = 64
EX_DATAERR = 65


def main():
    logs = log_bytes.capture()
    signal.signal(signal.SIGTERM, lambda *_: os._exit(128 + signal.SIGTERM))
    address = os.environ.get("FN_LISTENER", "")
    if not address.startswith("unix:"):
        end(EX_USAGE, f"FN_LISTENER is {address!r}; expected unix:/path/of/the/socket")
    source = sys.argv[1] if len(sys.argv) > 1 else "/function"
    try:
        handler = loading.load(source)
    except loading.LoadFailed as failure:
        end(EX_DATAERR, failure.report())
    socket = listener.open_at(address[len("unix:"):])
    server.serve(socket, lambda body: calls.answer(handler, body), logs.take)


def end(status, last_words):
    """Ends at once, so that nothing of the function's (threads, exit hooks) writes after the last words."""
    sys.stdout.flush()
    print(last_words, file=sys.stderr, flush=True)
    os._exit(status)

