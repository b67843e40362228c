package io.cloudfunc.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.properties.HasAnnotations;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.mock.env.MockEnvironment;

class PreparedContextTest {

    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.cloudfunc");

    /** Of a process that is a router or a worker alone. */
    private static final String NOT_HERE = "cloudfunc.metrics.key";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spring.datasource.url",
                "SPRING_DATASOURCE_PASSWORD",
                "SPRING_RABBITMQ_SSL_ENABLED",
                "SPRING_RABBITMQ_ADDRESS_SHUFFLE_MODE",
                "spring.application.pid",
                "SERVER_PORT",
                "CLOUDFUNC_DATA_DIR",
                "cloudfunc.invocation.longest-wait"
            })
    void serves_whatever_values_are_configured(String key) {
        assertThat(PreparedContext.askingForOthers(with(key))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CLOUDFUNC_TRACING_ENDPOINT",
                "management.server.port",
                "MANAGEMENT_HEALTH_DB_ENABLED",
                "spring.profiles.active",
                "spring.datasource.type",
                "axon.metrics.auto-configuration.enabled",
                "server.forward-headers-strategy",
                "SERVER_FORWARD_HEADERS_STRATEGY",
                "SPRING_AUTOCONFIGURE_EXCLUDE"
            })
    void does_not_serve_what_may_need_other_beans(String key) {
        assertThat(PreparedContext.askingForOthers(with(key))).contains(key);
    }

    @Test
    void knows_all_keys_on_which_beans_of_ours_depend() {
        var keys = ours().flatMap(part -> part.tryGetAnnotationOfType(ConditionalOnProperty.class).stream())
                .flatMap(condition -> Stream.of(condition.value(), condition.name())
                        .flatMap(Arrays::stream)
                        .map(condition.prefix()::concat))
                .filter(key -> !key.equals(NOT_HERE));

        assertThat(keys)
                .isNotEmpty()
                .allSatisfy(key ->
                        assertThat(PreparedContext.askingForOthers(with(key))).contains(key));
    }

    @Test
    void no_bean_of_ours_depends_on_anything_else_that_a_start_could_change() {
        var conditions = ours().flatMap(part -> part.getAnnotations().stream())
                .map(annotation -> annotation.getRawType())
                .filter(type -> type.isMetaAnnotatedWith(Conditional.class) || type.isEquivalentTo(Conditional.class))
                .map(JavaClass::getName);

        assertThat(conditions)
                .isNotEmpty()
                .isSubsetOf(
                        ConditionalOnProperty.class.getName(),
                        ConditionalOnMissingBean.class.getName(),
                        ConditionalOnWebApplication.class.getName());
    }

    /** Classes and methods. */
    private static Stream<HasAnnotations<?>> ours() {
        return OURS.stream().flatMap(type -> Stream.concat(Stream.of(type), type.getMethods().stream()));
    }

    private static ConfigurableEnvironment with(String key) {
        return new MockEnvironment().withProperty(key, "x");
    }
}
