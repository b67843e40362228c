"""HTTP/1.1 on a connected socket: just what one caller that keeps its connection needs."""

LONGEST_HEAD = 64 * 1024
LONGEST_CHUNK_LINE = 1024
_READ = 64 * 1024

_REASONS = {
    200: "OK",
    400: "Bad Request",
    404: "Not Found",
    405: "Method Not Allowed",
    431: "Request Header Fields Too Large",
    502: "Bad Gateway",
}


class BadRequest(Exception):
    def __init__(self, message, status=400):
        super().__init__(message)
        self.status = status


class Disconnected(Exception):
    pass


class Request:
    __slots__ = ("method", "path", "headers", "body", "keep_alive")

    def __init__(self, method, path, headers, keep_alive):
        self.method = method
        self.path = path
        self.headers = headers
        self.keep_alive = keep_alive
        self.body = b""


class Connection:
    def __init__(self, socket):
        self._socket = socket
        self._buffer = bytearray()

    def fileno(self):
        return self._socket.fileno()

    def has_input(self):
        """Whether bytes of a next request were already read."""
        return bool(self._buffer)

    def close(self):
        self._socket.close()

    def read_request(self):
        request = _parse_head(self._read_through(b"\r\n\r\n", LONGEST_HEAD, 431))
        headers = request.headers
        length, encoding = headers.get(b"content-length"), headers.get(b"transfer-encoding")
        if length is not None and encoding is not None:
            raise BadRequest("both Content-Length and Transfer-Encoding")
        if headers.get(b"expect", b"").lower() == b"100-continue" and not self._buffer:
            self._socket.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        if encoding is not None:
            request.body = self._read_chunks(encoding)
        elif length is not None:
            request.body = self._read_exactly(_decimal(length))
        return request

    def write_response(self, status, body, log_bytes, keep_alive):
        self._socket.sendall(
            (
                f"HTTP/1.1 {status} {_REASONS[status]}\r\n"
                "Content-Type: application/json\r\n"
                f"Content-Length: {len(body)}\r\n"
                f"CloudFunc-Log-Bytes: {log_bytes}\r\n"
                f"{'' if keep_alive else 'Connection: close' + chr(13) + chr(10)}\r\n"
            ).encode()
            + body
        )

    def _read_chunks(self, encoding):
        if encoding.lower() != b"chunked":
            raise BadRequest(f"Transfer-Encoding {encoding.decode(errors='replace')}; expected chunked")
        body = bytearray()
        while size := _hexadecimal(self._read_line().split(b";")[0]):
            body += self._read_exactly(size)
            if self._read_line():
                raise BadRequest("a chunk longer than its size")
        while self._read_line():
            pass  # trailers
        return bytes(body)

    def _read_line(self):
        return self._read_through(b"\r\n", LONGEST_CHUNK_LINE, 400)

    def _read_through(self, end, limit, status_when_longer):
        searched = 0
        while (at := self._buffer.find(end, searched)) < 0:
            if len(self._buffer) > limit:
                break
            searched = max(0, len(self._buffer) - len(end))
            self._receive()
        if at < 0 or at > limit:
            raise BadRequest(f"expected at most {limit} bytes before the end of a head or line", status_when_longer)
        found = bytes(self._buffer[:at])
        del self._buffer[: at + len(end)]
        return found

    def _read_exactly(self, size):
        while len(self._buffer) < size:
            self._receive()
        found = bytes(self._buffer[:size])
        del self._buffer[:size]
        return found

    def _receive(self):
        data = self._socket.recv(_READ)
        if not data:
            raise Disconnected
        self._buffer += data


def _parse_head(head):
    first, *lines = head.split(b"\r\n")
    parts = first.split(b" ")
    if len(parts) != 3 or parts[2] not in (b"HTTP/1.1", b"HTTP/1.0"):
        raise BadRequest("expected a request line like POST /call HTTP/1.1")
    headers = {}
    for line in lines:
        name, colon, value = line.partition(b":")
        if not colon or not name or name != name.strip():
            raise BadRequest("expected header lines like Name: value")
        name, value = name.lower(), value.strip()
        if headers.setdefault(name, value) != value and name in (b"content-length", b"transfer-encoding"):
            raise BadRequest("contradicting headers")
    connection = headers.get(b"connection", b"").lower()
    keep_alive = connection != b"close" if parts[2] == b"HTTP/1.1" else connection == b"keep-alive"
    return Request(parts[0], parts[1], headers, keep_alive)


def _decimal(text):
    if not text.isdigit():
        raise BadRequest("expected Content-Length to be a number")
    return int(text)


def _hexadecimal(text):
    try:
        return int(text.strip() if text[:1] not in b"+-" else b"", 16)
    except ValueError:
        raise BadRequest("expected a chunk size") from None
