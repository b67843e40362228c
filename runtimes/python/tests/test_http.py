import os
import signal
import stat

from tests.runtime import RuntimeTest, read_response

LENGTH = "def handler(event):\n    return len(event) if event else 0\n"


class Http(RuntimeTest):
    def setUp(self):
        super().setUp()
        self.start(LENGTH)

    def test_keeps_the_connection_for_many_calls(self):
        for size in range(50):
            self.assertEqual(size, self.call_json("x" * size).json())

    def test_serves_several_open_connections(self):
        others = [self.connect() for _ in range(5)]

        for _ in range(3):
            for other in others:
                self.assertEqual(b"1", self.call(b'"x"', other).body)

    def test_takes_big_bodies(self):
        self.assertEqual(8_000_000, self.call_json("x" * 8_000_000).json())

    def test_takes_chunked_bodies(self):
        pieces = iter([b'"ab', b"c" * 70_000, b'"'])

        self.connection.request("POST", "/call", pieces, encode_chunked=True, headers={"Transfer-Encoding": "chunked"})

        self.assertEqual(b"70002", self.connection.getresponse().read())
        self.assertEqual(b"1", self.call(b'"x"').body)

    def test_takes_requests_in_any_pieces(self):
        sock = self.raw()

        for byte in b'POST /call HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\n"a"':
            sock.send(bytes([byte]))

        self.assertEqual(b"1", read_response(sock).body)

    def test_answers_requests_that_arrive_together_in_order(self):
        sock = self.raw()

        sock.sendall(b'POST /call HTTP/1.1\r\nContent-Length: 3\r\n\r\n"a"' b'POST /call HTTP/1.1\r\nContent-Length: 4\r\n\r\n"ab"')

        received = b""
        while received.count(b"HTTP/1.1 200") < 2 or not received.endswith(b"2"):
            received += sock.recv(65536)
        self.assertLess(received.index(b"\r\n\r\n1"), received.index(b"\r\n\r\n2"))

    def test_says_go_on_to_those_who_ask_first(self):
        sock = self.raw()

        sock.sendall(b"POST /call HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n")

        self.assertEqual(b"HTTP/1.1 100 Continue\r\n\r\n", sock.recv(100))
        sock.sendall(b'"a"')
        self.assertEqual(b"1", read_response(sock).body)

    def test_closes_when_asked_to(self):
        for request in (b"POST /call HTTP/1.1\r\nConnection: close\r\n\r\n", b"POST /call HTTP/1.0\r\n\r\n"):
            sock = self.raw()
            sock.sendall(request)

            answer = read_response(sock)

            self.assertEqual((200, "close"), (answer.status, answer.headers["Connection"]))
            self.assertEqual(b"", sock.recv(1))

    def test_refuses_other_paths_and_methods_and_goes_on(self):
        for method, path, status in (("POST", "/init", 404), ("GET", "/call", 405)):
            self.connection.request(method, path)
            response = self.connection.getresponse()
            self.assertEqual(status, response.status)
            self.assertIn(b"expected", response.read())
        self.assertEqual(200, self.call().status)

    def test_refuses_malformed_requests_and_goes_on_with_others(self):
        for request, status in (
            (b"HELLO\r\n\r\n", 400),
            (b"POST /call HTTP/2\r\n\r\n", 400),
            (b"POST /call HTTP/1.1\r\nno colon\r\n\r\n", 400),
            (b"POST /call HTTP/1.1\r\nA: b\r\n folded\r\n\r\n", 400),
            (b"POST /call HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400),
            (b"POST /call HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
            (b"POST /call HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
            (b"POST /call HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n", 400),
            (b"POST /call HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n", 400),
            (b"POST /call HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n", 400),
            (b"POST /call HTTP/1.1\r\nA: " + b"a" * 70_000 + b"\r\n\r\n", 431),
            (b"POST /call HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1;" + b"a" * 2_000 + b"\r\n", 400),
        ):
            sock = self.raw()
            sock.sendall(request)
            self.assertEqual(status, read_response(sock).status, request[:60])
        self.assertEqual(200, self.call(connection=self.connect()).status)

    def test_goes_on_after_a_caller_that_hung_up_in_the_middle(self):
        sock = self.raw()
        sock.sendall(b"POST /call HTTP/1.1\r\nContent-Length: 100\r\n\r\nabc")
        sock.close()

        self.assertEqual(200, self.call(connection=self.connect()).status)


class Process(RuntimeTest):
    def test_shows_the_socket_under_its_name_only(self):
        self.start(LENGTH)

        self.assertEqual({"source", "lsnr.sock", "stdout", "stderr"}, set(os.listdir(self.directory)))
        self.assertTrue(stat.S_ISSOCK(os.lstat(self.socket_path).st_mode))

    def test_replaces_a_socket_left_by_one_before(self):
        self.start(LENGTH)
        self.stop()

        self.start()

        self.assertEqual(200, self.call().status)

    def test_ends_at_once_when_told_to_even_in_a_call(self):
        self.start("import time\ndef handler(event):\n    print('in', flush=True)\n    time.sleep(60)\n")
        self.connection.request("POST", "/call")
        while not self.log("stdout"):
            pass

        self.process.send_signal(signal.SIGTERM)

        self.assertEqual(143, self.process.wait(timeout=5))
