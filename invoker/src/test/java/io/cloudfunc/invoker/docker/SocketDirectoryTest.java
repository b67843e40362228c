package io.cloudfunc.invoker.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SocketDirectoryTest {

    @TempDir
    private Path parent;

    private Path outside;
    private ShortLinks links;
    private SocketDirectory directory;

    @BeforeEach
    void make() throws IOException {
        outside = Files.createDirectory(parent.resolve("volume"));
        links = new ShortLinks(parent);
        directory = SocketDirectory.at(outside, links);
    }

    @AfterEach
    void close() throws IOException {
        links.close();
    }

    @Test
    void is_empty_until_the_function_listens() throws IOException {
        assertThat(directory.socket()).isEmpty();
    }

    @Test
    void gives_a_socket() throws IOException {
        try (var listening = listen(outside.resolve("lsnr.sock"))) {
            assertThat(directory.socket()).hasValue((UnixDomainSocketAddress) listening.getLocalAddress());
        }
    }

    @Test
    void knows_when_another_directory_took_the_place_of_the_one_in_which_the_function_was_found() throws IOException {
        try (var listening = listen(outside.resolve("lsnr.sock"))) {
            assertThat(directory.socket()).isPresent();
            assertThat(directory.isReplaced()).isFalse();

            Files.move(outside, parent.resolve("elsewhere"));
            Files.createDirectory(outside);

            assertThat(directory.socket()).isEmpty();
            assertThat(directory.isReplaced()).isTrue();
            assertThat(listening.isOpen()).isTrue();
        }
    }

    @Test
    void was_not_replaced_as_long_as_nobody_was_found_in_it() throws IOException {
        Files.move(outside, parent.resolve("elsewhere"));
        Files.createDirectory(outside);

        assertThat(directory.isReplaced()).isFalse();
    }

    @Test
    void follows_a_link_to_a_name_beside_it() throws IOException {
        try (var listening = listen(outside.resolve("phony.sock"))) {
            assertThat(listening.isOpen()).isTrue();
            link("phony.sock");

            assertThat(directory.socket()).isPresent();
        }
    }

    @Test
    void waits_for_the_socket_that_a_link_promises() throws IOException {
        link("phony.sock");

        assertThat(directory.socket()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/run/docker.sock", "../engine.sock", "..", "sub/engine.sock", "./../engine.sock"})
    void refuses_a_link_to_elsewhere(String target) throws IOException {
        link(target);

        assertThatThrownBy(directory::socket)
                .isInstanceOf(UntrustedPeerException.class)
                .hasMessageContaining(target);
    }

    @Test
    void refuses_a_link_to_a_link() throws IOException {
        link("second");
        Files.createSymbolicLink(outside.resolve("second"), Path.of("/run/docker.sock"));

        assertThatThrownBy(directory::socket).isInstanceOf(UntrustedPeerException.class);
    }

    @Test
    void refuses_what_is_no_socket() throws IOException {
        Files.writeString(outside.resolve("lsnr.sock"), "hello");

        assertThatThrownBy(directory::socket).isInstanceOf(UntrustedPeerException.class);
    }

    @Test
    void reaches_a_socket_whose_path_is_too_long_by_a_short_link() throws IOException {
        var deep = Files.createDirectories(outside.resolve("x".repeat(120)));
        try (var listening = listen(links.to(deep).resolve("lsnr.sock"));
                var distant = SocketDirectory.at(deep, links);
                var client = SocketChannel.open(distant.socket().orElseThrow())) {

            assertThat(listening.isOpen()).isTrue();
            assertThat(client.isConnected()).isTrue();
        }
    }

    private static ServerSocketChannel listen(Path path) throws IOException {
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path));
    }

    private void link(String target) throws IOException {
        Files.createSymbolicLink(outside.resolve("lsnr.sock"), Path.of(target));
    }
}
