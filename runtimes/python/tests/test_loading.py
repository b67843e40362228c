import json
import os

from tests.runtime import RuntimeTest


class Loading(RuntimeTest):
    def assert_refused(self, text, *expected):
        status, errors = self.run_to_its_end(text)

        self.assertEqual(65, status, errors)
        report = json.loads(errors.splitlines()[-1])
        self.assertEqual("LOAD_FAILED", report["kind"])
        for part in expected:
            self.assertIn(part, report["message"])
        self.assertFalse(os.path.exists(self.socket_path))
        return errors

    def test_refuses_a_source_without_function_py(self):
        self.write("x = 1\n", "main.py")

        self.assert_refused(None, "expected function.py", "found main.py")

    def test_refuses_an_empty_source(self):
        self.assert_refused(None, "found an empty directory")

    def test_refuses_a_function_without_a_handler(self):
        self.assert_refused("import os\ndef handle(event): pass\n", "handler(event)", "found handle, os")

    def test_refuses_a_handler_that_is_not_a_function(self):
        self.assert_refused("handler = 'x'\n", "expected handler to be a function, found str")

    def test_refuses_a_handler_with_other_arguments(self):
        self.assert_refused("def handler(event, context): pass\n", "found handler(event, context)")
        self.assert_refused("def handler(): pass\n", "found handler()")

    def test_takes_a_handler_that_can_be_called_with_one_argument(self):
        self.start("def handler(event, greeting='Hello', *rest, loud=False):\n    return greeting\n")

        self.assertEqual("Hello", self.call().json())

    def test_tells_where_the_syntax_is_wrong(self):
        errors = self.assert_refused("x = 1\ndef handler(event:\n", "SyntaxError", "function.py, line 2")

        self.assertIn("def handler(event:", errors)

    def test_tells_which_import_is_missing(self):
        errors = self.assert_refused(
            "import no_such_module\n", "ModuleNotFoundError: No module named 'no_such_module'"
        )

        self.assertIn('function.py", line 1', errors)
        self.assertNotIn("cloudfunc_runtime", errors)

    def test_tells_what_the_modules_own_code_raised(self):
        self.assert_refused("raise RuntimeError('first\\nsecond')\n", "RuntimeError: first\nsecond")

    def test_does_not_exit_as_the_module_wishes(self):
        self.assert_refused("import sys\nsys.exit(0)\n", "SystemExit: 0")

    def test_has_the_last_word_even_if_the_function_prints_when_it_ends(self):
        self.assert_refused(
            "import atexit, sys\natexit.register(lambda: print('bye', file=sys.stderr))\nraise ValueError('x')\n", "x"
        )

    def test_refuses_an_address_that_is_not_a_unix_socket(self):
        status, errors = self.run_to_its_end("def handler(event): pass\n", listener="tcp:8080")

        self.assertEqual(64, status)
        self.assertIn("'tcp:8080'; expected unix:/", errors)
