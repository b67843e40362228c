"""Serves POST /call, and POST /load before it, one at a time, on however many connections the caller keeps open."""

import json
import select

from .http_stream import BadRequest, Connection, Disconnected


def serve(listening, function, take_log_bytes):
    """function: is_loaded(), load(environment) and call(body) → (status, JSON body). Never returns."""
    poller = select.poll()
    poller.register(listening, select.POLLIN)
    connections = {}
    while True:
        for descriptor, _ in poller.poll():
            if descriptor == listening.fileno():
                connection = Connection(listening.accept()[0])
                connections[connection.fileno()] = connection
                poller.register(connection, select.POLLIN)
            elif not _serve_input(connections[descriptor], function, take_log_bytes):
                poller.unregister(descriptor)
                connections.pop(descriptor).close()


def _serve_input(connection, function, take_log_bytes):
    """Answers what has arrived; False when the connection is finished."""
    try:
        while _answer_one(connection, function, take_log_bytes):
            if not connection.has_input():
                return True
    except (Disconnected, OSError):
        pass
    return False


def _answer_one(connection, function, take_log_bytes):
    try:
        request = connection.read_request()
    except BadRequest as refusal:
        connection.write_response(refusal.status, _problem(str(refusal)), take_log_bytes(), False)
        return False
    status, body = _route(request, function)
    log_bytes = take_log_bytes() if request.path == b"/call" else 0  # what loading wrote belongs to the first call
    connection.write_response(status, body, log_bytes, request.keep_alive)
    return request.keep_alive


def _route(request, function):
    expected = b"/call" if function.is_loaded() else b"/load"
    if request.path != expected:
        return 404, _problem(f"no {request.path.decode(errors='replace')} here; expected {expected.decode()}")
    if request.method != b"POST":
        return 405, _problem(f"{request.method.decode(errors='replace')} {expected.decode()}; expected POST")
    return function.call(request.body) if function.is_loaded() else _load(function, request.body)


def _load(function, body):
    try:
        environment = json.loads(body)["environment"]
    except (ValueError, LookupError, TypeError):
        return 400, _problem('expected {"environment": {NAME: VALUE}}')
    function.load(environment)
    return 200, b"{}"


def _problem(message):
    return json.dumps({"kind": "BAD_REQUEST", "message": message}).encode()
