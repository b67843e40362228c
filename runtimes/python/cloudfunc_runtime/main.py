"""Runs one Python function behind Fn's container contract: HTTP over the Unix socket of FN_LISTENER.

Usage: python3 runtimes/python [--prepared] [SOURCE_DIRECTORY]   (default /function)

With --prepared it listens before it has a source, and loads that when it is told to: POST /load, once, with
{"environment": {NAME: VALUE}} for what the function shall see besides the environment of the start.
"""

import os
import signal
import sys

from . import calls, listener, loading, log_bytes, preloading, server

EX_USAGE = 64
EX_DATAERR = 65


def main():
    logs = log_bytes.capture()
    signal.signal(signal.SIGTERM, lambda *_: os._exit(128 + signal.SIGTERM))
    address = os.environ.get("FN_LISTENER", "")
    if not address.startswith("unix:"):
        end(EX_USAGE, f"FN_LISTENER is {address!r}; expected unix:/path/of/the/socket")
    prepared = "--prepared" in sys.argv[1:2]
    function = Function(*sys.argv[2 if prepared else 1 :])
    if prepared:
        preloading.import_common_modules()
    else:
        function.load()
    socket = listener.open_at(address[len("unix:"):])
    server.serve(socket, function, logs.take)


class Function:
    def __init__(self, source="/function"):
        self._source = source
        self._handler = None

    def is_loaded(self):
        return self._handler is not None

    def load(self, environment=None):
        """Returns only when it is loaded."""
        os.environ.update(environment or {})
        try:
            self._handler = loading.load(self._source)
        except loading.LoadFailed as failure:
            end(EX_DATAERR, failure.report())

    def call(self, body):
        return calls.answer(self._handler, body)


def end(status, last_words):
    """Ends at once, so that nothing of the function's (threads, exit hooks) writes after the last words."""
    sys.stdout.flush()
    print(last_words, file=sys.stderr, flush=True)
    os._exit(status)

