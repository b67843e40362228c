package io.cloudfunc.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.fail;

import io.cloudfunc.api.container.ContainerEvent;
import io.cloudfunc.api.container.StopReason;
import io.cloudfunc.api.function.Access;
import io.cloudfunc.api.function.Contract;
import io.cloudfunc.api.function.Delivery;
import io.cloudfunc.api.function.FunctionEvent;
import io.cloudfunc.api.function.Network;
import io.cloudfunc.api.function.Runtime;
import io.cloudfunc.api.identity.KeyEvent;
import io.cloudfunc.api.identity.Role;
import io.cloudfunc.api.invocation.ColdReason;
import io.cloudfunc.api.invocation.FailureKind;
import io.cloudfunc.api.invocation.InvocationEvent;
import io.cloudfunc.api.secret.SecretEvent;
import io.cloudfunc.store.StoredSamples.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Stored events are for ever: whatever was once written must be read. So every shape that an event ever had lies beside
 * this test as it was stored, and what is written now is the newest of them.
 */
class SchemaEvolutionTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Serializer serializer = Jackson3Serializer.builder().build();

    @ParameterizedTest
    @MethodSource("events")
    void every_event_has_a_sample_of_what_is_stored_now(Class<?> event) {
        assertThat(StoredSamples.newestOf(event.getName()))
                .as(
                        "%1$s is a new event: add %2$s/%1$s/1.json, as domain_event.payload has it, every field filled",
                        event.getName(), StoredSamples.DIRECTORY)
                .isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("io.cloudfunc.store.StoredSamples#all")
    void every_shape_that_was_ever_stored_is_read(Sample sample) {
        assertThatCode(() -> read(sample))
                .as("%s cannot be read any more: it needs an upcaster, or a creator as Settings.stored is", sample)
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("events")
    void what_is_written_has_the_shape_of_the_newest_sample(Class<?> event) {
        for (var sample : StoredSamples.newestOf(event.getName())) {
            var written = serializer.serialize(read(sample), String.class);

            assertThat(JSON.readTree(written.getData()))
                    .as(
                            "%s is written in another shape than before: keep %s, add %d.json with the new shape,"
                                    + " every field filled, and see that the old one is still read",
                            event.getName(), sample, sample.number() + 1)
                    .isEqualTo(JSON.readTree(sample.json()));
            assertThat(written.getType().getRevision())
                    .as("%s has a revision", event)
                    .isNull();
        }
    }

    @ParameterizedTest
    @MethodSource("events")
    void newest_samples_fill_every_field(Class<?> event) {
        var filled = StoredSamples.newestOf(event.getName()).stream()
                .flatMap(sample -> fieldsWith(JSON.readTree(sample.json()), false, ""))
                .collect(Collectors.toSet());
        var empty = StoredSamples.newestOf(event.getName()).stream()
                .flatMap(sample -> fieldsWith(JSON.readTree(sample.json()), true, ""));

        assertThat(empty)
                .as("fields that no newest sample of %s fills", event.getName())
                .allMatch(filled::contains);
    }

    @Test
    void no_stored_event_lost_its_class() {
        var classes = events().map(Class::getName).toList();

        assertThat(StoredSamples.all().map(Sample::type).distinct())
                .as("events that were stored, and whose class was moved, renamed or removed without an upcaster")
                .allMatch(classes::contains);
    }

    @ParameterizedTest
    @MethodSource("namedValues")
    void every_name_that_was_ever_stored_is_still_one(Class<? extends Enum<?>> values) throws IOException {
        var file = StoredSamples.DIRECTORY.resolve(values.getSimpleName() + ".txt");
        var stored = Files.exists(file) ? new TreeSet<>(Files.readAllLines(file)) : Set.<String>of();
        var names = Arrays.stream(values.getEnumConstants())
                .map(value -> JSON.convertValue(value, String.class))
                .collect(Collectors.toCollection(TreeSet::new));

        if (!names.containsAll(stored)) {
            fail("%s lost a name that is stored in events: %s were there, %s are", values, stored, names);
        }
        assertThat(stored).as("names in %s, which gets every new one", file).containsExactlyElementsOf(names);
    }

    static Stream<Class<?>> events() {
        return Stream.of(
                        FunctionEvent.class,
                        InvocationEvent.class,
                        ContainerEvent.class,
                        KeyEvent.class,
                        SecretEvent.class)
                .flatMap(SchemaEvolutionTest::leaves);
    }

    static List<Class<?>> namedValues() {
        return List.of(
                Access.class,
                StopReason.class,
                ColdReason.class,
                FailureKind.class,
                Contract.class,
                Delivery.class,
                Network.class,
                Runtime.class,
                Role.class);
    }

    private static Stream<Class<?>> leaves(Class<?> family) {
        return family.isSealed()
                ? Arrays.stream(family.getPermittedSubclasses()).flatMap(SchemaEvolutionTest::leaves)
                : Stream.of(family);
    }

    private Object read(Sample sample) {
        return serializer.deserialize(new SimpleSerializedObject<>(sample.json(), String.class, sample.type(), null));
    }

    private static Stream<String> fieldsWith(JsonNode node, boolean empty, String path) {
        return node.propertyStream()
                .flatMap(field -> field.getValue().isObject()
                        ? fieldsWith(field.getValue(), empty, path + "/" + field.getKey())
                        : field.getValue().isNull() == empty ? Stream.of(path + "/" + field.getKey()) : Stream.empty());
    }
}
