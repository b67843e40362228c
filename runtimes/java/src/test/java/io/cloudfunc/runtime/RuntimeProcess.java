package io.cloudfunc.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The real runtime in a process of its own, its output in files. */
final class RuntimeProcess implements AutoCloseable {

    private static final Pattern LENGTH = Pattern.compile("\r\nContent-Length: ([0-9]+)\r\n");
    private static final Pattern LOG_BYTES = Pattern.compile("\r\nCloudFunc-Log-Bytes: ([0-9]+)\r\n");

    private final Path directory;
    private final Process process;

    /** Head and body of one answer. */
    record Response(String head, String body) {

        int status() {
            return Integer.parseInt(head.split(" ", 3)[1]);
        }

        int logBytes() {
            return number(LOG_BYTES, head);
        }
    }

    private RuntimeProcess(Path directory, Process process) {
        this.directory = directory;
        this.process = process;
    }

    static RuntimeProcess start(SourceDirectory source, Path directory) {
        return start(source, directory, "unix:" + directory.resolve("lsnr.sock"));
    }

    static RuntimeProcess start(SourceDirectory source, Path directory, String listener) {
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                "target/classes",
                Main.class.getName(),
                source.path().toString());
        builder.environment().put("FN_LISTENER", listener);
        builder.redirectOutput(directory.resolve("stdout").toFile());
        builder.redirectError(directory.resolve("stderr").toFile());
        try {
            return new RuntimeProcess(directory, builder.start());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    Process process() {
        return process;
    }

    /** Waits until the runtime accepts. */
    SocketChannel connect() throws IOException {
        var socket = directory.resolve("lsnr.sock");
        while (!Files.exists(socket)) {
            if (!process.isAlive()) {
                throw new IllegalStateException("ended with " + process.exitValue() + ": " + log("stderr"));
            }
            Thread.onSpinWait();
        }
        return SocketChannel.open(UnixDomainSocketAddress.of(socket));
    }

    Response call(String body) throws IOException {
        try (var connection = connect()) {
            return call(connection, body);
        }
    }

    static Response call(SocketChannel connection, String body) throws IOException {
        var length = body.getBytes(StandardCharsets.UTF_8).length;
        send(connection, "POST /call HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s".formatted(length, body));
        return receive(connection);
    }

    static void send(SocketChannel connection, String text) throws IOException {
        var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            connection.write(bytes);
        }
    }

    static Response receive(SocketChannel connection) throws IOException {
        var input = Channels.newInputStream(connection);
        var head = head(input);
        var length = head.startsWith("HTTP/1.1 100") ? 0 : number(LENGTH, head);
        return new Response(head, new String(input.readNBytes(length), StandardCharsets.UTF_8));
    }

    String log(String name) {
        try {
            return Files.readString(directory.resolve(name));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    private static String head(InputStream input) throws IOException {
        var head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            var one = input.read();
            if (one < 0) {
                throw new IOException("the connection ended after: " + head);
            }
            head.append((char) one);
        }
        return head.toString();
    }

    private static int number(Pattern pattern, String text) {
        var matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("no " + pattern + " in " + text);
        }
        return Integer.parseInt(matcher.group(1));
    }
}
