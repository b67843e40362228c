package io.cloudfunc.invoker.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.LogConfig;
import io.cloudfunc.api.function.Network;
import io.cloudfunc.api.function.Settings;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.invoker.engine.Behaviour;
import io.cloudfunc.invoker.engine.EngineException;
import io.cloudfunc.invoker.engine.SandboxSpec;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a function cannot do, as the engine says it and as the function itself finds it. */
class DockerIsolationIT extends RealEngine {

    private static final Settings SETTINGS = new Settings(
            64,
            0.5,
            32,
            4,
            LONG,
            LONG,
            1,
            1,
            Network.NONE,
            Map.of("GREETING", "hello", "FN_LISTENER", "unix:/elsewhere"),
            Map.of());

    @Test
    void shows_in_the_engines_own_account() {
        try (var sandbox = ready(spec("return event"))) {
            var container = inspect(sandbox.id());
            var host = container.getHostConfig();

            assertThat(host.getNetworkMode()).isEqualTo("none");
            assertThat(host.getReadonlyRootfs()).isTrue();
            assertThat(host.getCapDrop()).containsExactly(Capability.ALL);
            assertThat(host.getCapAdd()).isNullOrEmpty();
            assertThat(host.getPrivileged()).isFalse();
            assertThat(host.getSecurityOpts()).containsExactly("no-new-privileges");
            assertThat(host.getPidsLimit()).isEqualTo(32);
            assertThat(host.getMemory()).isEqualTo(64L << 20);
            assertThat(host.getMemorySwap()).isEqualTo(64L << 20);
            assertThat(host.getNanoCPUs()).isEqualTo(500_000_000L);
            assertThat(host.getLogConfig().getType()).isEqualTo(LogConfig.LoggingType.NONE);
            assertThat(host.getTmpFs().get("/tmp")).contains("size=4m", "nosuid", "nodev");
        }
    }

    @Test
    void labels_all_that_is_made() {
        try (var sandbox = ready(spec("return event"))) {
            assertThat(inspect(sandbox.id()).getConfig().getLabels())
                    .containsAllEntriesOf(Map.of(
                            "io.cloudfunc.installation", settings.installation(),
                            "io.cloudfunc.worker", "worker-1",
                            "io.cloudfunc.function", "guest",
                            "io.cloudfunc.life", "2",
                            "io.cloudfunc.revision", "3"));
            assertThat(volumes()).hasSize(1);
        }
        assertThat(volumes()).isEmpty();
    }

    @Test
    void gives_each_container_a_user_of_its_own() {
        try (var one = ready(spec("import os; return [os.getuid(), os.getgid(), os.getgroups()]"));
                var other = ready(spec("import os; return [os.getuid(), os.getgid(), os.getgroups()]"))) {
            var uid = uid(one);

            assertThat(uid)
                    .isNotEqualTo(uid(other))
                    .isBetween(TestEngine.FIRST_UID, TestEngine.FIRST_UID + TestEngine.UIDS);
            assertThat(result(one)).isEqualTo("[%d, %d, [%d]]".formatted(uid, uid, uid));
        }
    }

    @Test
    void lets_the_engine_refuse_a_user_id_that_another_worker_has_given() throws IOException {
        var narrow = new DockerSettings(
                TestEngine.HOST,
                settings.installation(),
                settings.worker(),
                900_000,
                2,
                1_000,
                1_000,
                LONG,
                settings.relay(),
                directory,
                directory);
        var source = sources.of(Behaviour.ECHO);
        var one = TestEngine.open(narrow);
        var other = TestEngine.open(narrow);

        try (var first = one.create(TestEngine.spec("guest", source));
                var second = other.create(TestEngine.spec("guest", source))) {
            assertThat(uid(first)).isNotEqualTo(uid(second));
            assertThatThrownBy(() -> one.create(TestEngine.spec("guest", source)))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("No user id is left");
        }
        one.close();
        other.close();
    }

    @Test
    void leaves_the_function_no_privilege() {
        try (var sandbox = ready(
                spec("return {k: v.strip() for k, v in (line.split(':', 1) for line in open('/proc/self/status'))}"))) {
            assertThat(result(sandbox))
                    .contains(
                            "\"CapEff\": \"0000000000000000\"",
                            "\"CapBnd\": \"0000000000000000\"",
                            "\"NoNewPrivs\": \"1\"");
        }
    }

    @Test
    void leaves_the_function_no_network() {
        try (var sandbox = ready(spec("import os; return os.listdir('/sys/class/net')"))) {
            assertThat(result(sandbox)).isEqualTo("[\"lo\"]");
        }
    }

    @Test
    void lets_the_function_write_on_bounded_memory_only() {
        var source = sources.source("""
                import errno

                def attempt(path, size=1):
                    try:
                        with open(path, "wb") as file:
                            file.write(b"x" * size)
                        return "written"
                    except OSError as error:
                        return errno.errorcode[error.errno]

                def handler(event):
                    return [
                        attempt("/file"),
                        attempt("/etc/file"),
                        attempt("/function/file"),
                        attempt("/tmp/file", 1 << 20),
                        attempt("/tmp/large", 5 << 20),
                        attempt("/tmp/iofs/large", 1 << 20),
                    ]
                """);
        try (var sandbox = ready(TestEngine.spec("guest", source, SETTINGS))) {
            assertThat(result(sandbox))
                    .isEqualTo("[\"EROFS\", \"EROFS\", \"EROFS\", \"written\", \"ENOSPC\", \"ENOSPC\"]");
        }
    }

    @Test
    void gives_the_function_its_variables_and_lets_none_replace_the_contracts() {
        try (var sandbox =
                ready(spec("import os; return [os.environ[k] for k in ('GREETING', 'FN_LISTENER', 'FN_FN_ID')]"))) {
            assertThat(result(sandbox)).isEqualTo("[\"hello\", \"unix:/tmp/iofs/lsnr.sock\", \"guest\"]");
        }
    }

    @Test
    void puts_the_volumes_of_an_image_in_bounded_memory() throws IOException {
        var image = images.with("VOLUME /tmp /data /function /tmp/iofs");
        var source = sources.handler("import os; return open('/proc/mounts').read()");

        try (var sandbox = ready(specOf(image, source, SETTINGS))) {
            assertThat(volumes()).hasSize(1);
            assertThat(inspect(sandbox.id()).getMounts())
                    .filteredOn(
                            mount -> mount.getName() != null && !mount.getName().isEmpty())
                    .hasSize(1);
            assertThat(result(sandbox)).contains("tmpfs /data tmpfs").contains("size=4096k");
        }
    }

    @Test
    void refuses_a_socket_that_is_a_link_to_elsewhere() {
        var source = sources.listening("os.symlink('/run/docker.sock', address)\ntime.sleep(3600)\n");

        try (var sandbox = engine.create(TestEngine.spec("guest", source))) {
            sandbox.start();

            assertThatThrownBy(() -> sandbox.awaitReady(LONG))
                    .isInstanceOfSatisfying(EngineException.class, failure -> {
                        assertThat(failure.kind()).isEqualTo(FailureKind.START_FAILED);
                        assertThat(failure).hasMessageContaining("/run/docker.sock");
                    });
        }
    }

    @Test
    void follows_a_link_to_a_socket_beside_it() {
        var source = sources.listening("""
                listening = listen("/tmp/iofs/phony")
                os.symlink("phony", address)
                serve(listening, lambda connection: connection.sendall(
                    b"HTTP/1.1 200 OK\\r\\nContent-Length: 4\\r\\n\\r\\ntrue"))
                """);

        try (var sandbox = ready(TestEngine.spec("guest", source))) {
            assertThat(result(sandbox)).isEqualTo("true");
        }
    }

    /** As if the function had put something in the place of its socket that only we may talk to. */
    @Test
    void says_no_word_to_a_socket_of_another_user() throws IOException {
        var source = sources.listening("time.sleep(3600)\n");
        try (var sandbox = engine.create(TestEngine.spec("guest", source));
                var listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            sandbox.start();
            var volume = Files.createSymbolicLink(directory.resolve("volume"), socketDirectory(sandbox));
            listening.bind(UnixDomainSocketAddress.of(volume.resolve("lsnr.sock")));

            assertThatThrownBy(() -> sandbox.awaitReady(LONG))
                    .isInstanceOfSatisfying(EngineException.class, failure -> {
                        assertThat(failure.kind()).isEqualTo(FailureKind.START_FAILED);
                        assertThat(failure).hasMessageContaining("belongs to user");
                    });
            try (var connection = listening.accept()) {
                assertThat(connection.read(ByteBuffer.allocate(1))).isEqualTo(-1);
            }
        }
    }

    @Test
    void touches_nothing_that_is_not_ours() throws IOException {
        var theirs = TestEngine.settings(directory);
        var neighbour = TestEngine.open(theirs);
        try (var sandbox = neighbour.create(TestEngine.spec("guest", sources.of(Behaviour.ECHO)))) {
            engine.remove(sandbox.id());

            assertThat(engine.owned()).isEmpty();
            assertThat(neighbour.owned()).hasSize(1);
        }
        neighbour.close();
    }

    private SandboxSpec spec(String handler) {
        return TestEngine.spec("guest", sources.handler(handler), SETTINGS);
    }
}
