package io.cloudfunc.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** When a test method has failed: what the servers wrote last whose directories are there still, before they go too. */
public final class ServerLogs implements AfterTestExecutionCallback {

    private static final int LINES = 60;
    private static final List<Path> ALL = new CopyOnWriteArrayList<>();

    static void add(Path log) {
        ALL.add(log);
    }

    static String endOf(Path log) {
        try {
            var lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
        } catch (IOException noLog) {
            return "";
        }
    }

    @Override
    public void afterTestExecution(ExtensionContext test) {
        if (test.getExecutionException().isPresent()) {
            ALL.stream()
                    .filter(Files::exists)
                    .forEach(log -> System.out.printf("end of %s:%n%s%n", log.getFileName(), endOf(log)));
        }
    }
}
