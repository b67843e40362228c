package io.cloudfunc.bench;

import static io.cloudfunc.bench.Figures.progress;

import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * {@code bench cold}: how long the first answer takes of a function that has no container, by {@code POST /fn/{name}},
 * beside what the engine alone needs for the same image, on a server that has compiled itself. All kinds in turn; first
 * with all that CloudFunc makes ahead at hand, then with nothing of it left. Every answer tells of the process that gave
 * it, so that none is warm by mistake.
 */
final class ColdCalls implements Scenario {

    static final String SOURCE = """
            import os

            PROCESS = os.urandom(8).hex()

            def handler(event):
                return PROCESS
            """;

    private static final String HEAVY = """
            import asyncio, concurrent.futures, csv, ctypes, decimal, email.mime.multipart, fractions, http.server
            import json, logging.config, multiprocessing, sqlite3, ssl, statistics, unittest, urllib.request
            import xml.dom.minidom, xml.etree.ElementTree, xmlrpc.client, zipfile
            """ + SOURCE;

    private static final String BASE = "cloudfunc/python:local";
    private static final String IMAGE = "cloudfunc/bench-cold:local";

    /** Cold each time. */
    private static final String SETTINGS = "{\"warmFor\":\"0s\"}";

    private static final String OF_IMAGE = "bench-cold-image";
    private static final String OF_SOURCE = "bench-cold-source";
    private static final String OF_HEAVY_SOURCE = "bench-cold-heavy";

    private static final int ROUNDS = 21;
    private static final int ROUNDS_BEFORE = 2;
    private static final int MOST_TO_RUN_OUT = 100;

    private final Set<String> processes = new HashSet<>();

    @Override
    public Figures measure(Installation installation) throws IOException {
        var engine = new EngineApi(installation);
        var rest = new Rest(installation);
        WarmCalls.warmUp(installation);
        rest.remove(WarmCalls.FUNCTION);
        engine.build(IMAGE, image());
        rest.deployImage(OF_IMAGE, IMAGE, SETTINGS);
        rest.deploy(OF_SOURCE, SOURCE, SETTINGS);
        rest.deploy(OF_HEAVY_SOURCE, HEAVY, SETTINGS);
        var ahead = new MadeAhead(rest);
        var plain = new PlainContainer(installation, IMAGE);
        try (var wire = installation.connect()) {
            var prepared = rounds("made ahead", plain, wire, ahead::awaitAll);
            progress("using up what is made ahead");
            ahead.stop(function -> call(wire, function));
            for (var i = 0; i < MOST_TO_RUN_OUT && !ahead.hasRunOut(); i++) {
                call(wire, i % 2 == 0 ? OF_IMAGE : OF_SOURCE);
            }
            var runOut = rounds("run out", plain, wire, () -> requireRunOut(ahead));
            ahead.goOn();
            return figures(prepared).put("calls_each", ROUNDS).put("run_out", figures(runOut));
        }
    }

    /** Something that must hold before a measurement. */
    @FunctionalInterface
    private interface Condition {
        void await() throws IOException;
    }

    private Map<String, Samples> rounds(String name, PlainContainer plain, Wire wire, Condition before)
            throws IOException {
        var samples = new LinkedHashMap<String, Samples>();
        for (var round = 1 - ROUNDS_BEFORE; round <= ROUNDS; round++) {
            if (round > 0) {
                progress("%s: round %d of %d", name, round, ROUNDS);
            } else {
                samples.clear();
            }
            before.await();
            samples.computeIfAbsent("engine", key -> new Samples()).add(plain.measure());
            for (var function : new String[] {OF_IMAGE, OF_SOURCE, OF_HEAVY_SOURCE}) {
                before.await();
                samples.computeIfAbsent(function, key -> new Samples()).add(call(wire, function));
            }
        }
        return samples;
    }

    private static Figures figures(Map<String, Samples> samples) {
        var engine = median(samples, "engine");
        return new Figures()
                .put("engine_ms", engine)
                .put("image_ms", median(samples, OF_IMAGE))
                .put("source_ms", median(samples, OF_SOURCE))
                .put("heavy_imports_ms", median(samples, OF_HEAVY_SOURCE))
                .put("ratio_image", median(samples, OF_IMAGE) / engine)
                .put("ratio_source", median(samples, OF_SOURCE) / engine)
                .put("ratio_heavy_imports", median(samples, OF_HEAVY_SOURCE) / engine);
    }

    private static double median(Map<String, Samples> samples, String kind) {
        return Objects.requireNonNull(samples.get(kind), kind).quantile(0.5);
    }

    private static void requireRunOut(MadeAhead ahead) throws IOException {
        if (!ahead.hasRunOut()) {
            throw new IOException("something is made ahead still, or again");
        }
    }

    /** Returns how many ns it took. */
    private long call(Wire wire, String function) throws IOException {
        var began = System.nanoTime();
        var answer = wire.post("/fn/" + function, WarmCalls.INPUT);
        var took = System.nanoTime() - began;
        if (answer.status() != 200) {
            throw new IOException("%s answered %d: %s".formatted(function, answer.status(), answer.text()));
        }
        if (!processes.add(answer.text())) {
            throw new IOException("%s answered from a process that was there before".formatted(function));
        }
        return took;
    }

    private static Map<String, String> image() {
        var files = new LinkedHashMap<String, String>();
        files.put("Dockerfile", "FROM %s\nCOPY function.py /function/function.py\n".formatted(BASE));
        files.put("function.py", SOURCE);
        return files;
    }
}
