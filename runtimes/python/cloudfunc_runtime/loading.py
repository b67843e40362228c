"""Makes a handler of a source directory: function.py with handler(event)."""

import importlib
import json
import os
import sys
import traceback

_CO_VARARGS = 0x04


class LoadFailed(Exception):
    def report(self):
        """The last line on stderr; one line of ASCII whatever the message contains."""
        return json.dumps({"kind": "LOAD_FAILED", "message": str(self)})


def load(directory):
    if not os.path.isfile(os.path.join(directory, "function.py")):
        raise LoadFailed(f"expected function.py at the top of the source, found {_listing(directory)}")
    sys.path.insert(0, directory)
    try:
        module = importlib.import_module("function")
    except BaseException as error:
        traceback.print_exception(type(error), error, _from_function(error, directory))
        raise LoadFailed(f"function.py does not load: {_in_one_line(error)}") from None
    return _handler_of(module)


def _handler_of(module):
    handler = getattr(module, "handler", None)
    if handler is None:
        names = sorted(name for name in vars(module) if not name.startswith("_"))
        raise LoadFailed(f"expected function.py to define handler(event), found {', '.join(names) or 'nothing'}")
    if not callable(handler):
        raise LoadFailed(f"expected handler to be a function, found {type(handler).__name__}")
    _check_arguments(handler)
    return handler


def _check_arguments(handler):
    code = getattr(handler, "__code__", None)
    if code is None:
        return
    required = code.co_argcount - len(handler.__defaults__ or ())
    takes_one = code.co_argcount > 0 or code.co_flags & _CO_VARARGS
    if required > 1 or not takes_one:
        names = ", ".join(code.co_varnames[: code.co_argcount])
        raise LoadFailed(f"expected handler(event), found handler({names})")


def _listing(directory):
    try:
        names = sorted(os.listdir(directory))
    except OSError as error:
        return error.strerror
    return ", ".join(names[:10]) + (", …" if len(names) > 10 else "") if names else "an empty directory"


def _from_function(error, directory):
    """The traceback from the function's own first line on; a syntax error there has none."""
    trace = error.__traceback__
    while trace and not trace.tb_frame.f_code.co_filename.startswith(directory):
        trace = trace.tb_next
    return trace


def _in_one_line(error):
    if isinstance(error, SyntaxError):
        return f"{type(error).__name__}: {error.msg} ({os.path.basename(error.filename or '?')}, line {error.lineno})"
    return f"{type(error).__name__}: {error}"
