from tests.runtime import RuntimeTest

ECHO = "def handler(event):\n    return event\n"


class Calls(RuntimeTest):
    def test_answers_with_the_handlers_result_as_json(self):
        self.start('def handler(event):\n    return {"message": f"Hello, {event[\'name\']}!"}\n')

        answer = self.call(b'{"name":"Ada"}')

        self.assertEqual(200, answer.status)
        self.assertEqual(b'{"message": "Hello, Ada!"}', answer.body)
        self.assertEqual("application/json", answer.headers["Content-Type"])

    def test_gives_none_for_an_empty_body(self):
        self.start("def handler(event):\n    return event is None\n")

        self.assertEqual(b"true", self.call(b"").body)

    def test_carries_every_kind_of_json_unchanged(self):
        self.start(ECHO)

        for event in (None, True, 0, -1.5, "", "Grüße 🚀", [], [1, [2]], {}, {"a": {"b": None}}):
            self.assertEqual(event, self.call_json(event).json())

    def test_ignores_a_byte_order_mark(self):
        self.start(ECHO)

        self.assertEqual(b'"a"', self.call(b'\xef\xbb\xbf"a"').body)

    def test_keeps_what_the_module_remembers_between_calls(self):
        self.start("calls = []\ndef handler(event):\n    calls.append(event)\n    return len(calls)\n")

        self.assertEqual([1, 2, 3], [self.call_json("x").json() for _ in range(3)])

    def test_imports_neighbours_of_the_function_even_where_they_are_named_like_parts_of_the_runtime(self):
        for name in ("server", "calls", "loading"):
            self.write(f"NAME = 'the function\\'s {name}'\n", f"{name}.py")
        self.start("import server, calls, loading\ndef handler(event):\n    return server.NAME\n")

        self.assertEqual("the function's server", self.call().json())


class FailedCalls(RuntimeTest):
    def test_refuses_a_body_that_is_not_json(self):
        self.start(ECHO)

        answer = self.call(b"hello")

        self.assertEqual(502, answer.status)
        self.assertEqual("BAD_INPUT", answer.json()["kind"])
        self.assertIn("expected JSON in UTF-8, got 'hello'", answer.json()["message"])

    def test_refuses_bodies_that_only_look_like_json(self):
        self.start(ECHO)

        for body in (b"NaN", b"[Infinity]", b'"\xff"', b"{} {}", b" ", b"[" * 100_000):
            self.assertEqual("BAD_INPUT", self.call(body).json()["kind"], body[:20])

    def test_tells_what_the_handler_raised_and_where(self):
        self.start("def handler(event):\n    raise ValueError('no such order')\n")

        answer = self.call()

        self.assertEqual(502, answer.status)
        problem = answer.json()
        self.assertEqual("HANDLER_RAISED", problem["kind"])
        self.assertEqual("ValueError: no such order", problem["message"])
        self.assertIn('function.py", line 2, in handler', problem["traceback"])
        self.assertNotIn("cloudfunc_runtime", problem["traceback"])
        self.assertEqual(problem["traceback"], self.log("stderr"))
        self.assertEqual(len(problem["traceback"].encode()), answer.log_bytes)

    def test_survives_everything_a_handler_can_raise(self):
        self.start(
            "class Odd(Exception):\n    def __str__(self):\n        raise RuntimeError\n"
            "def forever():\n    forever()\n"
            "def handler(event):\n"
            "    if event == 'exit': raise SystemExit(3)\n"
            "    if event == 'interrupt': raise KeyboardInterrupt\n"
            "    if event == 'odd': raise Odd\n"
            "    if event == 'deep': forever()\n"
            "    if event == 'long': raise ValueError('x' * 10_000_000)\n"
            "    return 'alive'\n"
        )

        for event in ("exit", "interrupt", "odd", "deep", "long"):
            answer = self.call_json(event)
            self.assertEqual("HANDLER_RAISED", answer.json()["kind"], event)
            self.assertLess(len(answer.body), 200_000)
        self.assertEqual("alive", self.call_json("x").json())

    def test_refuses_a_result_that_json_cannot_express(self):
        self.start(
            "def handler(event):\n"
            "    ring = []\n    ring.append(ring)\n"
            "    return {'set': {1}, 'bytes': b'', 'nan': float('nan'), 'ring': ring, 'half': '\\ud800'}[event]\n"
        )

        for event, kind in (("set", "set"), ("bytes", "bytes"), ("nan", "float"), ("ring", "list"), ("half", "str")):
            answer = self.call_json(event)
            self.assertEqual(502, answer.status)
            self.assertEqual("BAD_OUTPUT", answer.json()["kind"])
            self.assertIn(f"got {kind} (", answer.json()["message"])
