from tests.runtime import RuntimeTest


class LogBytes(RuntimeTest):
    def test_counts_what_each_call_wrote_to_stdout_and_stderr(self):
        self.start(
            "import sys\n"
            "def handler(event):\n"
            "    print(event)\n"
            "    sys.stderr.write(event)\n"
        )

        self.assertEqual(7, self.call_json("abc").log_bytes)
        self.assertEqual(9, self.call_json("Grü").log_bytes)
        self.assertEqual("abc\nGrü\n", self.log("stdout"))
        self.assertEqual("abcGrü", self.log("stderr"))

    def test_is_zero_for_a_silent_call(self):
        self.start("def handler(event): pass\n")

        self.assertEqual(0, self.call().log_bytes)

    def test_gives_what_was_written_while_loading_to_the_first_call(self):
        self.start("print('loaded')\ndef handler(event): print('x')\n")

        self.assertEqual([9, 2], [self.call().log_bytes, self.call().log_bytes])

    def test_has_written_everything_before_it_answers(self):
        self.start("import sys\ndef handler(event):\n    sys.stdout.write('x' * event)\n")

        for size in (1, 10, 100_000):
            self.assertEqual(size, self.call_json(size).log_bytes)
        self.assertEqual(100_011, len(self.log("stdout")))

    def test_counts_bytes_written_below_the_text_layer(self):
        self.start("import sys\ndef handler(event):\n    sys.stdout.buffer.write(b'\\xff\\x00')\n")

        self.assertEqual(2, self.call().log_bytes)

    def test_counts_what_a_failed_call_wrote(self):
        self.start("def handler(event):\n    print('before')\n    raise ValueError\n")

        answer = self.call()

        self.assertEqual(len(self.log("stdout")) + len(self.log("stderr")), answer.log_bytes)

    def test_bears_a_function_that_closes_or_replaces_its_streams(self):
        self.start(
            "import io, sys\n"
            "def handler(event):\n"
            "    if event == 'close': sys.stdout.close()\n"
            "    if event == 'replace': sys.stderr = io.StringIO()\n"
            "    if event == 'none': sys.stdout = None\n"
            "    return event\n"
        )

        for event in ("close", "replace", "none", "after"):
            self.assertEqual(200, self.call_json(event).status)

    def test_writes_what_utf_8_cannot_express_as_an_escape(self):
        self.start("def handler(event): print('\\ud800')\n")

        self.assertEqual(7, self.call().log_bytes)
