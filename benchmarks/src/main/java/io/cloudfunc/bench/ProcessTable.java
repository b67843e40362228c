package io.cloudfunc.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The processes of this machine at one instant, as {@code /proc} tells them. */
record ProcessTable(List<Entry> entries) {

    /** What programs are told, whatever the kernel counts in: {@code USER_HZ} is 100. */
    static final long MILLIS_OF_TICK = 10;

    private static final Path PROC = Path.of("/proc");

    /** The names of a JVM's compilers, cut after 15 characters as those of all threads. */
    private static final Pattern COMPILER = Pattern.compile("\\(C[12] CompilerThre\\)");

    /** @param cpuTicks user and system time of the process, in hundredths of a second */
    record Entry(long pid, long parent, long cpuTicks) {

        /** 0 when it has ended meanwhile. */
        long residentKib() {
            return read(pid + "/status").stream()
                    .flatMap(String::lines)
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        }
    }

    static ProcessTable now() throws IOException {
        try (var names = Files.list(PROC)) {
            return new ProcessTable(names.map(name -> name.getFileName().toString())
                    .filter(name -> name.chars().allMatch(Character::isDigit))
                    .map(Long::valueOf)
                    .flatMap(pid -> read(pid + "/stat").map(stat -> entry(pid, stat)).stream())
                    .toList());
        }
    }

    /** The process and all its descendants. */
    List<Entry> treeOf(long root) {
        var tree = new ArrayList<>(
                entries.stream().filter(entry -> entry.pid() == root).toList());
        for (var i = 0; i < tree.size(); i++) {
            tree.addAll(childrenOf(tree.get(i).pid()).toList());
        }
        return tree;
    }

    /** Hundredths of a second that the compilers of a JVM have taken; 0 when it has ended meanwhile. */
    static long compilerTicks(long pid) {
        try (var threads = Files.list(PROC.resolve(pid + "/task"))) {
            return threads.flatMap(thread -> read("%d/task/%s/stat".formatted(pid, thread.getFileName())).stream())
                    .filter(stat -> COMPILER.matcher(stat).find())
                    .mapToLong(stat -> ticksOf(fieldsOf(stat)))
                    .sum();
        } catch (IOException | UncheckedIOException ended) {
            return 0;
        }
    }

    /** As the launcher writes down processes: pid, start in clock ticks since boot, and which boot. */
    static String recordOf(long pid) throws IOException {
        var stat = Files.readString(PROC.resolve(pid + "/stat"));
        var boot = Files.readString(PROC.resolve("sys/kernel/random/boot_id")).strip();
        return "%d %s %s\n".formatted(pid, fieldsOf(stat)[19], boot);
    }

    private Stream<Entry> childrenOf(long parent) {
        return entries.stream().filter(entry -> entry.parent() == parent);
    }

    private static Entry entry(long pid, String stat) {
        var fields = fieldsOf(stat);
        return new Entry(pid, Long.parseLong(fields[1]), ticksOf(fields));
    }

    private static long ticksOf(String[] fields) {
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    /** The name in parentheses may hold anything; what follows it begins with the state and the parent. */
    private static String[] fieldsOf(String stat) {
        return stat.substring(stat.lastIndexOf(')') + 2).strip().split(" ");
    }

    private static Optional<String> read(String file) {
        try {
            return Optional.of(Files.readString(PROC.resolve(file)));
        } catch (IOException ended) {
            return Optional.empty();
        }
    }
}
