package io.cloudfunc.chaos;

import io.cloudfunc.chaos.Finding.Sort;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a run showed.
 *
 * @param unknown requests without an answer, or with one that leaves open whether they were accepted
 * @param stored invocations in the store, so accepted ones and those of the unknown that made it there
 * @param duplicateExecutions executions beyond the first of a call, as the witness counted
 * @param durability settings of the database that make commits durable
 * @param audit what CloudFunc itself says when it reconciles
 * @param findings all that must not be
 */
record Summary(
        Plan plan,
        int accepted,
        int unknown,
        int refused,
        int stored,
        long terminal,
        long executions,
        long duplicateExecutions,
        List<Kill> kills,
        Map<String, String> durability,
        JsonNode audit,
        List<Finding> findings,
        long seconds) {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int SHOWN = 20;

    boolean clean() {
        return findings.isEmpty()
                && audit.path("clean").asBoolean(false)
                && durability.values().stream().allMatch("on"::equals);
    }

    long count(Sort sort) {
        return findings.stream().filter(finding -> finding.sort() == sort).count();
    }

    ObjectNode json() {
        var json = JSON.createObjectNode()
                .put("calls", plan.calls())
                .put("seed", plan.seed())
                .put("accepted", accepted)
                .put("terminal", terminal)
                .put("unknown", unknown)
                .put("refused", refused)
                .put("stored", stored)
                .put("lost", count(Sort.LOST))
                .put("contradictory", count(Sort.CONTRADICTORY))
                .put("executions", executions)
                .put("duplicate_executions", duplicateExecutions)
                .put("unexplained", count(Sort.UNEXPLAINED))
                .put("orphans", count(Sort.ORPHAN))
                .put("seconds", seconds);
        json.set("kills", JSON.valueToTree(killsByPart()));
        json.set("durability", JSON.valueToTree(durability));
        json.set("audit", audit);
        var shown = json.putArray("findings");
        findings.stream().limit(SHOWN).forEach(finding -> shown.add(finding.sort() + ": " + finding.what()));
        return json.put("clean", clean());
    }

    private Map<String, Long> killsByPart() {
        return kills.stream()
                .collect(Collectors.groupingBy(kill -> kill.part().title(), TreeMap::new, Collectors.counting()));
    }
}
