import json

from tests.runtime import Answer, RuntimeTest


class Prepared(RuntimeTest):
    options = ("--prepared",)

    def load(self, text=None, body=b'{"environment": {}}'):
        if text is not None:
            self.write(text)
        self.connection.request("POST", "/load", body)
        return Answer(self.connection.getresponse())

    def test_listens_before_there_is_a_source_and_loads_it_when_told(self):
        self.start()

        loaded = self.load("def handler(event): return event + 1\n")

        self.assertEqual(200, loaded.status)
        self.assertEqual(42, self.call_json(41).json())

    def test_answers_no_call_before_it_is_loaded(self):
        self.start()

        self.assertEqual(404, self.call().status)

    def test_loads_only_once(self):
        self.start()
        self.load("def handler(event): return 1\n")

        again = self.load("def handler(event): return 2\n")

        self.assertEqual(404, again.status)
        self.assertEqual(1, self.call().json())

    def test_shows_the_source_the_environment_it_was_given(self):
        self.start()
        environment = json.dumps({"environment": {"GREETING": "hello"}}).encode()

        self.load("import os\ngreeting = os.environ['GREETING']\ndef handler(event): return greeting\n", environment)

        self.assertEqual("hello", self.call().json())

    def test_gives_what_was_written_while_loading_to_the_first_call(self):
        self.start()

        loaded = self.load("print('loaded')\ndef handler(event): print('x')\n")

        self.assertEqual([0, 9, 2], [loaded.log_bytes, self.call().log_bytes, self.call().log_bytes])

    def test_ends_like_an_unprepared_one_when_the_source_does_not_load(self):
        self.start()

        with self.assertRaises(ConnectionError):
            self.load("handler = 3\n")

        self.assertEqual(65, self.process.wait(timeout=20))
        self.assertEqual("LOAD_FAILED", json.loads(self.log("stderr").splitlines()[-1])["kind"])

    def test_refuses_what_is_no_order_to_load(self):
        self.start()

        self.assertEqual([400, 400], [self.load(body=b"").status, self.load(body=b"[]").status])
        self.assertEqual(200, self.load("def handler(event): pass\n").status)
