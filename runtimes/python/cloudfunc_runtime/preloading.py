"""Imports what functions often import, while nobody waits."""

import importlib

_COMMON = (
    "asyncio",
    "base64",
    "collections",
    "contextlib",
    "csv",
    "dataclasses",
    "datetime",
    "decimal",
    "email.message",
    "enum",
    "functools",
    "hashlib",
    "hmac",
    "html",
    "http.client",
    "inspect",
    "itertools",
    "logging",
    "math",
    "pathlib",
    "random",
    "re",
    "secrets",
    "ssl",
    "statistics",
    "string",
    "subprocess",
    "tempfile",
    "textwrap",
    "threading",
    "typing",
    "urllib.parse",
    "urllib.request",
    "uuid",
    "zlib",
)


def import_common_modules():
    for name in _COMMON:
        try:
            importlib.import_module(name)
        except ImportError:
            pass  # not part of every Python
