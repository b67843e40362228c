package io.cloudfunc.openapi;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.web.util.HtmlUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The document as a page: one element that opens for each route. It has no script and loads nothing, and its policy lets
 * no other style apply than its own.
 */
record ApiPage(String html, String policy) {

    private static final String STYLE = """
        body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}
        code,pre{font:14px/1.5 ui-monospace,monospace}pre{overflow:auto;padding:.5rem;border:1px solid #8885}
        details{border-bottom:1px solid #8885;padding:.4rem 0}summary{cursor:pointer}summary b{display:inline-block;min-width:4.5rem}
        table{border-collapse:collapse}td,th{text-align:left;vertical-align:top;padding:.2rem 1rem .2rem 0}
        """;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    static ApiPage of(ObjectNode document) {
        var html = """
            <!doctype html>
            <html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>CloudFunc: API</title><style>%s</style>
            <h1>CloudFunc: API</h1>
            <p>The same for programs: <a href="/v1/openapi.json">/v1/openapi.json</a> (OpenAPI %s). Each request
            carries <code>Authorization: Bearer cf_…</code>.</p>
            %s<h2>Schemas</h2>%s</html>
            """.formatted(STYLE, text(document.get("openapi")), routes(document), schemas(document));
        return new ApiPage(
                html,
                "default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
                        .formatted(hash(STYLE)));
    }

    private static String routes(ObjectNode document) {
        return document
                .get("paths")
                .propertyStream()
                .flatMap(path -> path.getValue()
                        .propertyStream()
                        .map(route -> new Entry(path.getKey(), route.getKey(), route.getValue())))
                .collect(Collectors.groupingBy(Entry::subject, TreeMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .map(subject -> "<h2>%s</h2>%n%s"
                        .formatted(
                                escaped(subject.getKey()),
                                subject.getValue().stream().map(Entry::html).collect(Collectors.joining())))
                .collect(Collectors.joining());
    }

    private static String schemas(ObjectNode document) {
        return document.at("/components/schemas")
                .propertyStream()
                .map(schema -> "<details id=\"%1$s\"><summary>%1$s</summary><pre>%2$s</pre></details>%n"
                        .formatted(escaped(schema.getKey()), pretty(schema.getValue())))
                .collect(Collectors.joining());
    }

    private static String pretty(JsonNode json) {
        return escaped(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json));
    }

    private static String text(JsonNode text) {
        return escaped(text.asString(""));
    }

    private static String escaped(String text) {
        return HtmlUtils.htmlEscape(text);
    }

    private static String hash(String style) {
        try {
            return Base64.getEncoder()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }

    private record Entry(String path, String method, JsonNode operation) {

        String subject() {
            return operation.at("/tags/0").asString("");
        }

        String html() {
            return """
                <details><summary><b>%s</b> <code>%s</code> %s</summary>
                <p>Roles: %s</p><table>%s</table><table>%s</table></details>
                """.formatted(
                            method.toUpperCase(Locale.ROOT),
                            escaped(path),
                            text(operation.path("summary")),
                            roles(),
                            parameters(),
                            answers());
        }

        private String roles() {
            var roles =
                    operation.path("x-roles").valueStream().map(ApiPage::text).collect(Collectors.joining(", "));
            return roles.isEmpty() ? "everybody" : roles;
        }

        private String parameters() {
            return operation
                    .path("parameters")
                    .valueStream()
                    .map(one -> "<tr><th>%s</th><td>%s</td><td><code>%s</code></td></tr>"
                            .formatted(
                                    text(one.get("name")),
                                    text(one.get("in")),
                                    escaped(one.get("schema").toString())))
                    .collect(Collectors.joining());
        }

        private String answers() {
            return operation
                    .get("responses")
                    .propertyStream()
                    .map(answer -> "<tr><th>%s</th><td>%s</td></tr>"
                            .formatted(escaped(answer.getKey()), meaning(answer.getValue())))
                    .collect(Collectors.joining());
        }

        private static String meaning(JsonNode answer) {
            var problems = answer.at("/content/application~1problem+json/schema/allOf/1/properties/type/enum");
            var schema = answer.at("/content/application~1json/schema/$ref").asString("");
            return problems.isMissingNode()
                    ? schema.isEmpty() ? text(answer.get("description")) : link(schema.replaceFirst(".*/", ""))
                    : problems.valueStream().map(ApiPage::text).collect(Collectors.joining("<br>"));
        }

        private static String link(String schema) {
            return "<a href=\"#%1$s\">%1$s</a>".formatted(escaped(schema));
        }
    }
}
