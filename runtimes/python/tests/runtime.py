"""Starts the real runtime on a source directory and speaks HTTP to it over its socket."""

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import unittest

RUNTIME = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


class UnixConnection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost", timeout=20)
        self._path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)  # closed by close(), connected or not
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()

    def json(self):
        return json.loads(self.body)

    @property
    def log_bytes(self):
        return int(self.headers["CloudFunc-Log-Bytes"])


class RuntimeTest(unittest.TestCase):
    options = ()

    def setUp(self):
        self.directory = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.directory)
        self.source = os.path.join(self.directory, "source")
        os.mkdir(self.source)
        self.socket_path = os.path.join(self.directory, "lsnr.sock")

    def write(self, text, name="function.py"):
        with open(os.path.join(self.source, name), "w", encoding="utf-8") as file:
            file.write(text)

    def start(self, text=None):
        """Starts the runtime and returns once it accepts calls; its output goes to files."""
        if text is not None:
            self.write(text)
        self.process = self._spawn(stdout=self._log("stdout"), stderr=self._log("stderr"))
        self.addCleanup(self.stop)
        self.connection = self.connect()
        return self.connection

    def run_to_its_end(self, text=None, listener=None):
        """Runs a runtime that is expected not to start; returns its exit status and stderr."""
        if text is not None:
            self.write(text)
        process = self._spawn(listener, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        _, errors = process.communicate(timeout=20)
        return process.returncode, errors.decode()

    def connect(self):
        while self.process.poll() is None:
            connection = UnixConnection(self.socket_path)
            try:
                connection.connect()
            except (FileNotFoundError, ConnectionRefusedError):
                connection.close()
                continue
            self.addCleanup(connection.close)
            return connection
        self.fail(f"the runtime ended with {self.process.returncode}: {self.log('stderr')}")

    def call(self, body=b"", connection=None, headers=None):
        connection = connection or self.connection
        connection.request("POST", "/call", body, headers or {})
        return Answer(connection.getresponse())

    def call_json(self, event):
        return self.call(json.dumps(event).encode())

    def raw(self):
        self.connection.close()
        connection = self.connect()
        return connection.sock

    def log(self, name):
        with open(os.path.join(self.directory, name), encoding="utf-8") as file:
            return file.read()

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def _log(self, name):
        file = open(os.path.join(self.directory, name), "wb")
        self.addCleanup(file.close)
        return file

    def _spawn(self, listener=None, **streams):
        environment = {"PATH": os.environ["PATH"], "FN_FORMAT": "http-stream"}
        environment["FN_LISTENER"] = listener or f"unix:{self.socket_path}"
        return subprocess.Popen([sys.executable, "-I", "-B", RUNTIME, *self.options, self.source], env=environment, **streams)


def read_response(sock):
    """One raw response: status line, headers, body."""
    response = http.client.HTTPResponse(sock)
    response.begin()
    return Answer(response)
