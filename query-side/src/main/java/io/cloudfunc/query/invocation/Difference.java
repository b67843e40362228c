package io.cloudfunc.query.invocation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What differs between two outputs.
 *
 * @param at pointer into the JSON where both are JSON, else the first byte that differs, from 0
 * @param before what stood there; absent if nothing did
 * @param after what stands there now; absent if nothing does
 */
record Difference(
        String at, @Nullable String before, @Nullable String after) {

    private static final int MOST = 100;
    private static final JsonMapper JSON = JsonMapper.shared();

    /** None if and only if all bytes are the same; the first of many. */
    static List<Difference> between(byte[] before, byte[] after) {
        if (Arrays.equals(before, after)) {
            return List.of();
        }
        var found = new ArrayList<Difference>();
        try {
            compare("", JSON.readTree(before), JSON.readTree(after), found);
        } catch (JacksonException notJson) {
            found.clear();
        }
        return found.isEmpty()
                ? List.of(middle(before, after))
                : found.stream().limit(MOST).toList();
    }

    private static void compare(
            String at, @Nullable JsonNode before, @Nullable JsonNode after, List<Difference> found) {
        if (before != null && after != null && before.isObject() && after.isObject()) {
            var names = new LinkedHashSet<String>(before.propertyNames());
            names.addAll(after.propertyNames());
            names.forEach(name -> compare(at + "/" + escaped(name), before.get(name), after.get(name), found));
        } else if (before != null && after != null && before.isArray() && after.isArray()) {
            for (var i = 0; i < Math.max(before.size(), after.size()); i++) {
                compare(at + "/" + i, before.get(i), after.get(i), found);
            }
        } else if (before == null || !before.equals(after)) {
            found.add(new Difference(at, text(before), text(after)));
        }
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    private static @Nullable String text(@Nullable JsonNode node) {
        return node == null ? null : node.toString();
    }

    /** What is left when the same beginning and the same end are taken away. */
    private static Difference middle(byte[] before, byte[] after) {
        var start = Arrays.mismatch(before, after);
        var end = 0;
        while (end < Math.min(before.length, after.length) - start
                && before[before.length - 1 - end] == after[after.length - 1 - end]) {
            end++;
        }
        return new Difference("byte " + start, cut(before, start, end), cut(after, start, end));
    }

    private static @Nullable String cut(byte[] bytes, int start, int end) {
        var length = bytes.length - end - start;
        return length == 0 ? null : new String(bytes, start, length, StandardCharsets.UTF_8);
    }
}
