package io.cloudfunc.command.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudfunc.api.function.Runtime;
import io.cloudfunc.api.problem.InvalidValueException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

class SourceFilesTest {

    @Test
    void the_file_with_the_handler_tells_the_runtime() {
        assertThat(runtimeOf("lib/a.txt", "function.py")).isEqualTo(Runtime.PYTHON);
        assertThat(runtimeOf("function.js")).isEqualTo(Runtime.NODE);
        assertThat(runtimeOf("Function.java", "Greeting.java")).isEqualTo(Runtime.JAVA);
    }

    @Test
    void without_one_the_file_of_the_project_does() {
        assertThat(runtimeOf("index.js", "package.json")).isEqualTo(Runtime.NODE);
        assertThat(runtimeOf("pom.xml", "src/main/java/Function.java")).isEqualTo(Runtime.JAVA);
        assertThat(runtimeOf("function.jar")).isEqualTo(Runtime.JAVA);
    }

    @Test
    void the_file_with_the_handler_wins_over_that_of_a_project() {
        assertThat(runtimeOf("package.json", "function.py")).isEqualTo(Runtime.PYTHON);
    }

    @Test
    void a_source_of_two_languages_needs_the_name_of_its_runtime() {
        assertThatThrownBy(() -> runtimeOf("function.js", "function.py"))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("files of [python, node]")
                .hasMessageContaining("one of [python, node, java]");
    }

    @Test
    void a_source_of_no_known_language_is_refused_with_what_it_has() {
        assertThatThrownBy(() -> runtimeOf("main.go", "lib/function.py"))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("main.go, lib/function.py")
                .hasMessageContaining("function.py, function.js or Function.java at its top");
    }

    @Test
    void reads_the_names_in_a_zip_and_refuses_what_is_none() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("function.js"));
            zip.write(1);
            zip.putNextEntry(new ZipEntry("lib/a.js"));
        }

        assertThat(SourceFiles.in(bytes.toByteArray()).names()).containsExactly("function.js", "lib/a.js");
        assertThatThrownBy(() -> SourceFiles.in(new byte[] {1, 2, 3}))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("3 bytes that are no zip archive");
    }

    private static Runtime runtimeOf(String... names) {
        return new SourceFiles(List.of(names)).runtime();
    }
}
