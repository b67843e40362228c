"""One call: JSON in, the handler, JSON out. Every way it can fail is an answer with a kind of its own."""

import json
import sys
import traceback

LONGEST_MESSAGE = 8 * 1024
LONGEST_TRACEBACK = 64 * 1024
PREVIEW = 60
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def _refuse_constant(name):
    raise ValueError(f"{name} is not JSON")


_DECODER = json.JSONDecoder(parse_constant=_refuse_constant)
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False)


def answer(handler, body):
    """Returns the HTTP status and the JSON body."""
    try:
        event = _event_of(body)
    except (ValueError, RecursionError) as error:
        return _failed("BAD_INPUT", f"expected JSON in UTF-8, got {_preview(body)} ({_reason(error)})")
    try:
        result = handler(event)
    except BaseException as error:
        return _raised(error)
    try:
        return 200, _ENCODER.encode(result).encode()
    except Exception as error:
        kind = type(result).__name__
        return _failed("BAD_OUTPUT", f"expected handler to return what JSON can express, got {kind} ({_reason(error)})")


def _event_of(body):
    if not body:
        return None
    if body.startswith(_BYTE_ORDER_MARK):
        body = body[len(_BYTE_ORDER_MARK):]
    return _DECODER.decode(body.decode())


def _raised(error):
    trace = error.__traceback__.tb_next if error.__traceback__ else None  # from the handler on
    text = "".join(traceback.format_exception(type(error), error, trace))
    sys.stderr.write(text)
    return _failed("HANDLER_RAISED", _reason(error), traceback=text[-LONGEST_TRACEBACK:])


def _failed(kind, message, **more):
    body = json.dumps({"kind": kind, "message": message[:LONGEST_MESSAGE], **more})
    return 502, body.encode()


def _reason(error):
    try:
        text = str(error)
    except Exception:
        text = "(its message cannot be shown)"
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def _preview(body):
    text = body[:PREVIEW].decode(errors="replace")
    return repr(text + "…" if len(body) > PREVIEW else text)
