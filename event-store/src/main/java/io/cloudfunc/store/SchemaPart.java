package io.cloudfunc.store;

/**
 * The tables of one part of the house, migrated by Flyway at start.
 *
 * @param name scripts lie in {@code classpath:db/<name>}, their history in {@code flyway_<name>}
 */
public record SchemaPart(String name) {

    String scripts() {
        return "db/" + name;
    }

    String history() {
        return "flyway_" + name;
    }
}
