package io.cloudfunc.invoker.docker;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.cloudfunc.api.function.ImageReference;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;

/** A registry on this machine that gives one image with nothing in it, under any name. */
final class TestRegistry implements AutoCloseable {

    private static final String MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";

    private final HttpServer server;
    private final byte[] layer = emptyArchive(true);
    private final byte[] config;
    private final byte[] manifest;

    TestRegistry() throws IOException {
        config = """
                {"architecture":"amd64","os":"linux","config":{"Cmd":["%s"]},
                 "rootfs":{"type":"layers","diff_ids":["%s"]}}
                """.formatted(UUID.randomUUID(), digest(emptyArchive(false))).getBytes(UTF_8);
        manifest = """
                {"schemaVersion":2,"mediaType":"%s",
                 "config":{"mediaType":"application/vnd.docker.container.image.v1+json","size":%d,"digest":"%s"},
                 "layers":[{"mediaType":"application/vnd.docker.image.rootfs.diff.tar.gzip","size":%d,"digest":"%s"}]}
                """.formatted(MANIFEST, config.length, digest(config), layer.length, digest(layer))
                .getBytes(UTF_8);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v2/", this::answer);
        server.start();
    }

    ImageReference image(String name) {
        return new ImageReference(
                "127.0.0.1:%d/%s:1".formatted(server.getAddress().getPort(), name));
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath();
        var blobs = Map.of(digest(config), config, digest(layer), layer);
        var last = path.substring(path.lastIndexOf('/') + 1);
        if (path.contains("/manifests/")) {
            exchange.getResponseHeaders().add("Content-Type", MANIFEST);
            exchange.getResponseHeaders().add("Docker-Content-Digest", digest(manifest));
            give(exchange, manifest);
        } else {
            give(exchange, blobs.getOrDefault(last, new byte[0]));
        }
    }

    private static void give(HttpExchange exchange, byte[] body) throws IOException {
        var isHead = exchange.getRequestMethod().equals("HEAD");
        if (isHead) {
            exchange.getResponseHeaders().add("Content-Length", String.valueOf(body.length));
        }
        exchange.sendResponseHeaders(200, isHead || body.length == 0 ? -1 : body.length);
        if (!isHead) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    /** The end of a tar archive, with nothing before it. */
    private static byte[] emptyArchive(boolean zipped) {
        var tar = new byte[1_024];
        if (!zipped) {
            return tar;
        }
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(tar);
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return bytes.toByteArray();
    }

    private static String digest(byte[] content) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
