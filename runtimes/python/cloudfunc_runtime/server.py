"""Serves POST /call, one call at a time, on however many connections the caller keeps open."""

import json
import select

from .http_stream import BadRequest, Connection, Disconnected


def serve(listening, call, take_log_bytes):
    """call: body → (status, JSON body). Never returns."""
    poller = select.poll()
    poller.register(listening, select.POLLIN)
    connections = {}
    while True:
        for descriptor, _ in poller.poll():
            if descriptor == listening.fileno():
                connection = Connection(listening.accept()[0])
                connections[connection.fileno()] = connection
                poller.register(connection, select.POLLIN)
            elif not _serve_input(connections[descriptor], call, take_log_bytes):
                poller.unregister(descriptor)
                connections.pop(descriptor).close()


def _serve_input(connection, call, take_log_bytes):
    """Answers what has arrived; False when the connection is finished."""
    try:
        while _answer_one(connection, call, take_log_bytes):
            if not connection.has_input():
                return True
    except (Disconnected, OSError):
        pass
    return False


def _answer_one(connection, call, take_log_bytes):
    try:
        request = connection.read_request()
    except BadRequest as refusal:
        connection.write_response(refusal.status, _problem(str(refusal)), take_log_bytes(), False)
        return False
    status, body = _route(request, call)
    connection.write_response(status, body, take_log_bytes(), request.keep_alive)
    return request.keep_alive


def _route(request, call):
    if request.path != b"/call":
        return 404, _problem(f"no {request.path.decode(errors='replace')} here; expected /call")
    if request.method != b"POST":
        return 405, _problem(f"{request.method.decode(errors='replace')} /call; expected POST")
    return call(request.body)


def _problem(message):
    return json.dumps({"kind": "BAD_REQUEST", "message": message}).encode()
