package io.cloudfunc.runtime;

import static io.cloudfunc.runtime.SourceDirectory.call;
import static io.cloudfunc.runtime.SourceDirectory.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallsTest {

    private static final String ECHO = "public static Object handler(Object event) { return event; }";

    @TempDir
    Path directory;

    private SourceDirectory source;

    @BeforeEach
    void begin() {
        source = new SourceDirectory(directory);
    }

    @AfterEach
    void end() {
        source.close();
    }

    @Test
    void answers_with_what_the_handler_returns() {
        var calls = source.function("""
                record Greeting(String message) {}
                public static Object handler(Map<String, Object> event) {
                    return new Greeting("Hello, " + event.get("name") + "!");
                }""").calls();

        var answer = calls.answer("{\"name\":\"Ada\"}".getBytes(StandardCharsets.UTF_8));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(text(answer)).isEqualTo("{\"message\":\"Hello, Ada!\"}");
    }

    @Test
    void gives_null_for_an_empty_body_and_takes_nothing_for_null() {
        var calls = source.function("public static void handler(Object event) { assert event == null; }")
                .calls();

        assertThat(call(calls, "")).isEqualTo("null");
    }

    @Test
    void carries_every_kind_of_json_unchanged() {
        var calls = source.function(ECHO).calls();

        for (var json : List.of(
                "null",
                "true",
                "0",
                "-1.5",
                "123456789012345678901234567890",
                "\"\"",
                "\"Grüße 🚀\"",
                "[]",
                "[1,[2]]",
                "{}",
                "{\"b\":{\"a\":null}}",
                "\"\\ud800 \\u0001\"")) {
            assertThat(call(calls, json)).isEqualTo(json);
        }
    }

    @Test
    void ignores_blanks_and_a_byte_order_mark() {
        var calls = source.function(ECHO).calls();

        assertThat(call(calls, "\uFEFF [ 1 , {\"a\" :\t\"\\u00e4\\/\\n\"} ]\n")).isEqualTo("[1,{\"a\":\"ä/\\n\"}]");
    }

    @Test
    void keeps_what_the_class_remembers_between_calls() {
        var calls = source.function("""
                static int calls;
                public static Object handler(Object event) { return ++calls; }""").calls();

        assertThat(call(calls, "")).isEqualTo("1");
        assertThat(call(calls, "")).isEqualTo("2");
    }

    @Test
    void refuses_a_body_that_is_not_json() {
        var calls = source.function(ECHO).calls();

        assertThat(calls.answer("hello".getBytes(StandardCharsets.UTF_8)).status())
                .isEqualTo(502);
        assertThat(call(calls, "hello"))
                .isEqualTo("{\"kind\":\"BAD_INPUT\",\"message\":\"expected JSON in UTF-8, got 'hello'"
                        + " ('h' at position 0 was not expected)\"}");
    }

    @Test
    void refuses_bodies_that_only_look_like_json() {
        var calls = source.function(ECHO).calls();

        for (var body : List.of(
                "NaN",
                "[Infinity]",
                "{} {}",
                " ",
                "[".repeat(100_000),
                "01",
                "1.",
                "+1",
                "[1,]",
                "{\"a\"}",
                "{a:1}",
                "\"\\x\"",
                "\"a",
                "\"\n\"",
                "tru",
                "1e999")) {
            assertThat(call(calls, body)).as(body).contains("BAD_INPUT");
        }
        assertThat(text(calls.answer(new byte[] {'"', (byte) 0xff, '"'}))).contains("BAD_INPUT", "not UTF-8");
    }

    @Test
    void refuses_an_event_that_the_handler_does_not_take() {
        var calls = source.function("public static Object handler(Map<String, Object> event) { return 1; }")
                .calls();

        assertThat(call(calls, "[1]"))
                .contains("BAD_INPUT", "expected JSON for handler(java.util.Map), got java.util.ArrayList");
    }

    @Test
    void tells_what_the_handler_threw_and_where() {
        var calls = source.function("""
                public static Object handler(Object event) {
                    throw new IllegalStateException("no such order");
                }""").calls();

        var failure = (Map<?, ?>) JsonReader.read(calls.answer(new byte[0]).body());

        assertThat(failure.get("kind")).isEqualTo("HANDLER_RAISED");
        assertThat(failure.get("message")).isEqualTo("java.lang.IllegalStateException: no such order");
        assertThat((String) failure.get("traceback"))
                .contains("Function.handler(Function.java:5)")
                .doesNotContain("io.cloudfunc", "reflect");
    }

    @Test
    void survives_everything_a_handler_can_throw() {
        var calls = source.function("""
                static class Odd extends Exception {
                    public String getMessage() { throw new IllegalStateException(); }
                }
                static Object forever() { return forever().hashCode(); }
                public static Object handler(Object event) throws Throwable {
                    return switch ((String) event) {
                        case "error" -> throw new AssertionError("wrong");
                        case "odd" -> throw new Odd();
                        case "deep" -> forever();
                        case "memory" -> new byte[Integer.MAX_VALUE][Integer.MAX_VALUE];
                        case "long" -> throw new Exception("x".repeat(10_000_000));
                        default -> "alive";
                    };
                }""").calls();

        for (var event : List.of("error", "odd", "deep", "memory", "long")) {
            assertThat(call(calls, "\"" + event + "\""))
                    .contains("HANDLER_RAISED")
                    .hasSizeLessThan(200_000);
        }
        assertThat(call(calls, "\"x\"")).isEqualTo("\"alive\"");
    }

    @Test
    void writes_what_java_has_for_json() {
        var calls = source.function("""
                enum Size { SMALL }
                public static Object handler(Object event) {
                    return Arrays.asList(Size.SMALL, Optional.empty(), 'c', 1.5f, new int[] {1, 2}, Set.of("a"),
                            new java.math.BigDecimal("1.10"), java.time.LocalDate.of(2026, 1, 2), new UUID(1, 2));
                }""").calls();

        assertThat(call(calls, ""))
                .isEqualTo("[\"SMALL\",null,\"c\",1.5,[1,2],[\"a\"],1.10,\"2026-01-02\","
                        + "\"00000000-0000-0001-0000-000000000002\"]");
    }

    @Test
    void refuses_a_result_that_json_cannot_express() {
        var calls = source.function("""
                static List<Object> ring() { var ring = new ArrayList<Object>(); ring.add(ring); return ring; }
                public static Object handler(String event) {
                    return switch (event) {
                        case "object" -> new Object();
                        case "nan" -> Double.NaN;
                        case "key" -> Map.of(1, 2);
                        default -> ring();
                    };
                }""").calls();

        assertThat(call(calls, "\"object\"")).contains("BAD_OUTPUT", "got java.lang.Object (java.lang.Object is not");
        assertThat(call(calls, "\"nan\"")).contains("BAD_OUTPUT", "the number NaN");
        assertThat(call(calls, "\"key\"")).contains("BAD_OUTPUT", "the key 1 is no text");
        assertThat(call(calls, "\"ring\"")).contains("BAD_OUTPUT", "nested deeper than 1,000");
    }
}
