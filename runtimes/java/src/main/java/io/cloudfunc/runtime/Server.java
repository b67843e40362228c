package io.cloudfunc.runtime;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Serves {@code POST /call}, one call at a time, on however many connections the caller keeps open. */
final class Server {

    private static final Map<Integer, String> REASONS = Map.of(
            200, "OK",
            400, "Bad Request",
            404, "Not Found",
            405, "Method Not Allowed",
            431, "Request Header Fields Too Large",
            502, "Bad Gateway");

    private final Function<byte[], Answer> call;
    private final LongSupplier takeLogBytes;
    private final ReentrantLock oneAtATime = new ReentrantLock(true);

    Server(Function<byte[], Answer> call, LongSupplier takeLogBytes) {
        this.call = call;
        this.takeLogBytes = takeLogBytes;
    }

    /** Never returns. The socket appears under its name only once it accepts. */
    void serve(Path socket) throws IOException {
        var unfinished = socket.resolveSibling("." + socket.getFileName() + ".new");
        Files.deleteIfExists(unfinished);
        Files.deleteIfExists(socket);
        try (var listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listening.bind(UnixDomainSocketAddress.of(unfinished));
            Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rw-rw-rw-"));
            Files.move(unfinished, socket);
            while (true) {
                var connection = listening.accept();
                Thread.ofPlatform().daemon().name("connection").start(() -> serve(connection));
            }
        }
    }

    private void serve(SocketChannel connection) {
        try (connection) {
            var output = Channels.newOutputStream(connection);
            var reader = new RequestReader(
                    new BufferedInputStream(Channels.newInputStream(connection)),
                    () -> output.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
            while (answerOne(reader, output)) {
                // as long as the caller keeps the connection
            }
        } catch (IOException | UncheckedIOException hungUp) {
            // nobody is there to be told
        }
    }

    private boolean answerOne(RequestReader reader, OutputStream output) throws IOException {
        Request request;
        try {
            request = reader.read();
        } catch (BadRequestException refused) {
            write(output, problem(refused.status(), refused.getMessage()), false);
            return false;
        }
        oneAtATime.lock();
        try {
            write(output, answer(request), request.keepsConnection());
        } finally {
            oneAtATime.unlock();
        }
        return request.keepsConnection();
    }

    private Answer answer(Request request) {
        if (!request.path().equals("/call")) {
            return problem(404, "no " + request.path() + " here; expected /call");
        }
        if (!request.method().equals("POST")) {
            return problem(405, request.method() + " /call; expected POST");
        }
        return call.apply(request.body());
    }

    private void write(OutputStream output, Answer answer, boolean keeps) throws IOException {
        var head = "HTTP/1.1 " + answer.status() + " " + REASONS.get(answer.status()) + "\r\n"
                + "Content-Type: application/json\r\n"
                + "Content-Length: " + answer.body().length + "\r\n"
                + "CloudFunc-Log-Bytes: " + takeLogBytes.getAsLong() + "\r\n"
                + (keeps ? "" : "Connection: close\r\n") + "\r\n";
        var bytes = head.getBytes(StandardCharsets.ISO_8859_1);
        var whole = new byte[bytes.length + answer.body().length];
        System.arraycopy(bytes, 0, whole, 0, bytes.length);
        System.arraycopy(answer.body(), 0, whole, bytes.length, answer.body().length);
        output.write(whole);
    }

    private static Answer problem(int status, String message) {
        var problem = new LinkedHashMap<String, Object>();
        problem.put("kind", "BAD_REQUEST");
        problem.put("message", message);
        return new Answer(status, JsonWriter.write(problem));
    }
}
