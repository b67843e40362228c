package io.cloudfunc.shell.function;

import io.cloudfunc.shell.print.Card;
import io.cloudfunc.shell.print.Column;
import io.cloudfunc.shell.print.Lines;
import io.cloudfunc.shell.print.Table;
import io.cloudfunc.shell.print.Times;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Functions as people read them. */
final class FunctionViews {

    private FunctionViews() {}

    static Lines list(JsonNode answer) {
        var table = new Table(
                Column.text("NAME"),
                Column.whole("STATE"),
                Column.number("SERVING"),
                Column.number("LATEST"),
                Column.whole("DEPLOYED"));
        answer.path("items")
                .forEach(function -> table.row(
                        text(function, "name"),
                        text(function, "state"),
                        text(function, "servingRevision"),
                        text(function, "latestRevision"),
                        Times.second(text(function, "deployedAt"))));
        return table;
    }

    static Lines one(JsonNode function) {
        return new Card()
                .line("Name", text(function, "name"))
                .line("State", text(function, "state"))
                .line("Serving", numbered(text(function, "servingRevision")))
                .line("Latest", numbered(text(function, "latestRevision")))
                .line("Life", text(function, "life"))
                .line("Deployed", Times.second(text(function, "deployedAt")))
                .line("Settings", settings(function))
                .line("Delivery", delivery(latest(function).path("settings")))
                .part(revisions(function.path("revisions")));
    }

    private static String numbered(String revision) {
        return revision.isEmpty() ? "no revision" : "revision " + revision;
    }

    private static JsonNode latest(JsonNode function) {
        var latest = text(function, "latestRevision");
        return function.path("revisions")
                .valueStream()
                .filter(revision -> text(revision, "revision").equals(latest))
                .findFirst()
                .orElse(MissingNode.getInstance());
    }

    /** Of the latest revision. */
    private static String settings(JsonNode function) {
        var settings = latest(function).path("settings");
        return settings.isMissingNode()
                ? ""
                : "warm for %s, timeout %s, %s MiB, %s CPU, %s pids, %s MiB /tmp, at most %s containers, network %s%s%s%s%s"
                        .formatted(
                                Times.span(text(settings, "warmFor")),
                                Times.span(text(settings, "timeout")),
                                text(settings, "memoryMiB"),
                                text(settings, "cpus").replaceFirst("\\.0$", ""),
                                text(settings, "pids"),
                                text(settings, "tmpMiB"),
                                text(settings, "maxContainers"),
                                settings.path("network").asString("none"),
                                settings.path("access").asString("").equals("public") ? ", public" : "",
                                environment(settings.path("environment")),
                                secretFiles(settings.path("secretFiles")),
                                labels(settings.path("labels")));
    }

    /** A server of before does not tell. */
    private static String delivery(JsonNode settings) {
        var retry = settings.path("retry");
        if (retry.isMissingNode()) {
            return "";
        }
        var attempts = retry.path("attempts").asInt(1);
        var again = attempts == 1
                ? "1 attempt"
                : "at most %d attempts, %s to %s apart, also on %s"
                        .formatted(
                                attempts,
                                Times.span(text(retry, "backoff")),
                                Times.span(text(retry, "maxBackoff")),
                                retry.path("on").isEmpty() ? "no failure of its own" : words(retry.path("on")));
        var maxAge = text(settings, "maxAge");
        return "%s, %s%s"
                .formatted(
                        text(settings, "delivery"),
                        again,
                        maxAge.isEmpty() ? "" : ", begins within " + Times.span(maxAge));
    }

    private static String words(JsonNode array) {
        return array.valueStream().map(word -> word.asString("")).collect(Collectors.joining(" "));
    }

    /** Only the names: values may be secrets, and JSON shows them. */
    private static String environment(JsonNode variables) {
        return variables.isEmpty() ? "" : ", sees " + String.join(" ", variables.propertyNames());
    }

    private static String secretFiles(JsonNode files) {
        return files.isEmpty() ? "" : ", finds in /run/secrets " + String.join(" ", files.propertyNames());
    }

    private static String labels(JsonNode labels) {
        return labels.properties().stream()
                .map(label ->
                        ", %s=%s".formatted(label.getKey(), label.getValue().asString("")))
                .collect(Collectors.joining());
    }

    private static Table revisions(JsonNode revisions) {
        var table = new Table(
                Column.number("REVISION"),
                Column.whole("STATE"),
                Column.text("CODE"),
                Column.whole("DEPLOYED"),
                Column.text("FAILURE"));
        revisions.forEach(revision -> table.row(
                text(revision, "revision"),
                text(revision, "state"),
                code(revision.path("code")),
                Times.second(text(revision, "deployedAt")),
                failure(revision.path("failure"))));
        return table;
    }

    private static String code(JsonNode code) {
        var image = text(code, "image");
        var contract = text(code, "contract");
        return image.isEmpty()
                ? text(code, "runtime") + " " + abbreviated(text(code, "sha256"))
                : image + (contract.isEmpty() ? "" : " (" + contract + ")");
    }

    private static String abbreviated(String hash) {
        return hash.substring(0, Math.min(12, hash.length()));
    }

    private static String failure(JsonNode failure) {
        return failure.isObject() ? text(failure, "reason") + ": " + text(failure, "message") : "";
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asString("");
    }
}
