package io.cloudfunc.runtime;

import static io.cloudfunc.runtime.SourceDirectory.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceTest {

    private static final String SEVEN = "public static Object handler(Object event) { return 7; }";

    @TempDir
    Path directory;

    @TempDir
    Path scratch;

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
    void takes_several_files_in_packages() {
        source.file("shop/Order.java", "package shop; public record Order(int id) {}");
        source.function("public static Object handler(Object event) { return new shop.Order(7); }");

        assertThat(call(source.calls(), "")).isEqualTo("{\"id\":7}");
    }

    @Test
    void takes_a_maven_project_without_dependencies_and_leaves_its_tests_out() {
        source.file("src/main/java/Function.java", "class Function { " + SEVEN + " }")
                .file("src/test/java/FunctionTest.java", "import org.junit.Test; class FunctionTest {}")
                .file("src/main/resources/greeting.txt", "Hello");

        assertThat(call(source.calls(), "")).isEqualTo("7");
    }

    @Test
    void reads_the_files_of_the_source_as_resources() {
        source.file("greeting.txt", "Hello").function("""
                public static Object handler(Object event) throws Exception {
                    return new String(Function.class.getResourceAsStream("/greeting.txt").readAllBytes());
                }""");

        assertThat(call(source.calls(), "")).isEqualTo("\"Hello\"");
    }

    @Test
    void compiles_and_runs_with_the_jars_in_lib() throws IOException {
        jar("lib/shop.jar", "shop/Order", "package shop; public record Order(int id) {}");
        source.function("public static Object handler(Object event) { return new shop.Order(7); }");

        assertThat(call(source.calls(), "")).isEqualTo("{\"id\":7}");
    }

    @Test
    void takes_a_jar_that_is_the_function() throws IOException {
        jar("function.jar", "Function", "public class Function { " + SEVEN + " }");

        assertThat(call(source.calls(), "")).isEqualTo("7");
    }

    @Test
    void shows_the_function_nothing_of_the_runtime() {
        source.function("""
                public static Object handler(Object event) throws Exception {
                    return Class.forName("io.cloudfunc.runtime.Main");
                }""");

        assertThat(call(source.calls(), "")).contains("ClassNotFoundException: io.cloudfunc.runtime.Main");
    }

    @Test
    void refuses_a_source_without_the_class() {
        refused("expected Function.java", "found an empty directory");
        source.file("Main.java", "class Main {}");
        refused("expected Function.java", "found Main.java");
        source.file("Function.java", "package shop; public class Function {}");
        refused("expected a class Function in no package");
    }

    @Test
    void refuses_a_class_without_a_handler() {
        source.function("");
        refused("expected class Function to have public static Object handler(Object event), found no method");
        source.function("static void handle(int a, String b) {}");
        refused("found static void handle(int, String)");
        source.function("public Object handler(Object event) { return 1; }");
        refused("found public Object handler(Object)");
        source.function(SEVEN + "public static Object handler(String event) { return 1; }");
        refused("found public static Object handler(Object), public static Object handler(String)");
    }

    @Test
    void tells_where_the_source_does_not_compile() {
        source.function("public static Object handler(Object event) { return missing; }");

        refused("the source does not compile: cannot find symbol", "(Function.java, line 4)");
    }

    @Test
    void tells_what_the_class_threw_when_it_was_initialised() {
        source.function(SEVEN + "static { if (true) throw new IllegalStateException(\"first\\nsecond\"); }");

        refused("Function does not load: java.lang.IllegalStateException: first\nsecond");
    }

    private void refused(String... expected) {
        assertThatThrownBy(() -> source.calls())
                .isInstanceOf(LoadFailedException.class)
                .message()
                .contains(expected);
    }

    private void jar(String name, String type, String text) throws IOException {
        var elsewhere = new SourceDirectory(scratch).file(type + ".java", text);
        var files = List.of(elsewhere.path().resolve(type + ".java"));
        var classes = new Compilation(elsewhere.path(), List.of()).of(files);
        var bytes = new ByteArrayOutputStream();
        try (var jar = new JarOutputStream(bytes)) {
            jar.putNextEntry(new JarEntry(type + ".class"));
            jar.write(classes.get(type.replace('/', '.')));
        }
        Files.createDirectories(directory.resolve(name).getParent());
        Files.write(directory.resolve(name), bytes.toByteArray());
    }
}
