package io.cloudfunc.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A network namespace with an address, as a host of its own has one. It is there as long as a process is in it. */
final class Host implements AutoCloseable {

    private final String address;

    /** Holds the namespace, and ends when its input does: so at the latest with this process. */
    private final Process holder;

    private Host(String address, Process holder) {
        this.address = address;
        this.holder = holder;
    }

    static Host named(String address) throws IOException {
        var holder = new ProcessBuilder("unshare", "--net", "sh", "-c", "echo; exec cat >/dev/null").start();
        if (holder.getInputStream().read() < 0) {
            throw new IOException("no network namespace could be made");
        }
        return new Host(address, holder);
    }

    String address() {
        return address;
    }

    String pid() {
        return String.valueOf(holder.pid());
    }

    /** When its interface {@code eth0} is there. */
    void join() throws IOException {
        var words = "ip link set lo up && ip address add %s/24 dev eth0 && ip link set eth0 up".formatted(address);
        Command.run("nsenter", namespace(), "sh", "-c", words);
    }

    /**
     * Starts a program there, which the launcher ends if this process cannot.
     *
     * @param record where to write down which process it is, as the launcher does
     */
    Process start(List<String> command, Map<String, String> environment, Path log, Path record) throws IOException {
        var words = new ArrayList<>(List.of("nsenter", namespace(), "--"));
        words.addAll(command);
        var builder = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        var process = builder.start();
        Files.writeString(record, ProcessTable.recordOf(process.pid()));
        return process;
    }

    private String namespace() {
        return "--net=/proc/%d/ns/net".formatted(holder.pid());
    }

    @Override
    public void close() throws IOException {
        holder.getOutputStream().close();
        Command.ended(holder);
    }
}
