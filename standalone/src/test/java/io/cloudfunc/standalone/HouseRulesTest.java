package io.cloudfunc.standalone;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.identity.AllowedTo;
import io.cloudfunc.identity.Caller;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.time.Instant;
import java.util.List;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;

/** The design's dependencies, and a few habits, as rules of the build. */
@AnalyzeClasses(
        packages = "io.cloudfunc",
        importOptions = {ImportOption.DoNotIncludeTests.class, HouseRulesTest.NoArchivesOfTests.class})
class HouseRulesTest {

    static final class NoArchivesOfTests implements ImportOption {

        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    private static final String[] COMMAND = {"io.cloudfunc.command.."};
    private static final String[] QUERY = {"io.cloudfunc.query.."};
    private static final String[] INVOKER = {"io.cloudfunc.invoker.."};

    @ArchTest
    static final ArchRule the_contract_knows_no_technology = noClasses()
            .that()
            .resideInAPackage("io.cloudfunc.api..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.springframework..", "java.sql..", "javax.sql..", "com.rabbitmq..", "com.github.dockerjava..");

    @ArchTest
    static final ArchRule the_command_side_knows_neither_of_the_others = noClasses()
            .that()
            .resideInAnyPackage(COMMAND)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.cloudfunc.query..", "io.cloudfunc.invoker..", "io.cloudfunc.standalone..");

    @ArchTest
    static final ArchRule the_query_side_knows_neither_of_the_others = noClasses()
            .that()
            .resideInAnyPackage(QUERY)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.cloudfunc.command..", "io.cloudfunc.invoker..", "io.cloudfunc.standalone..");

    @ArchTest
    static final ArchRule identity_knows_neither_side = noClasses()
            .that()
            .resideInAPackage("io.cloudfunc.identity..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.cloudfunc.command..", "io.cloudfunc.query..", "io.cloudfunc.invoker..");

    @ArchTest
    static final ArchRule every_route_says_who_may_use_it = methods()
            .that()
            .areMetaAnnotatedWith(RequestMapping.class)
            .and()
            .areDeclaredInClassesThat()
            .areNotAssignableTo(ErrorController.class)
            .should()
            .beAnnotatedWith(AllowedTo.class);

    @ArchTest
    static final ArchRule what_a_route_is_about_can_be_told_from_the_request = methods()
            .that()
            .areAnnotatedWith(AllowedTo.class)
            .should(new ArchCondition<>("name what they are about in their path, or ask for the caller") {
                @Override
                public void check(JavaMethod route, ConditionEvents events) {
                    var said = isTold(route.reflect());
                    events.add(new SimpleConditionEvent(route, said, route.getFullName() + " does not"));
                }
            });

    private static boolean isTold(Method route) {
        var parameters = List.of(route.getParameters());
        return switch (route.getAnnotation(AllowedTo.class).about()) {
            case NOTHING, INSTALLATION ->
                parameters.stream().map(Parameter::getType).noneMatch(FunctionName.class::equals);
            case FUNCTION, SECRET -> isInPath(parameters, "name");
            case INVOCATION, CONTAINER -> isInPath(parameters, "id");
            case MANY -> parameters.stream().map(Parameter::getType).anyMatch(Caller.class::equals);
        };
    }

    private static boolean isInPath(List<Parameter> parameters, String name) {
        return parameters.stream()
                .anyMatch(parameter -> parameter.isAnnotationPresent(PathVariable.class)
                        && parameter.getName().equals(name));
    }

    @ArchTest
    static final ArchRule the_invoker_knows_neither_of_the_others = noClasses()
            .that()
            .resideInAnyPackage(INVOKER)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.cloudfunc.command..", "io.cloudfunc.query..", "io.cloudfunc.standalone..");

    @ArchTest
    static final ArchRule only_the_command_side_dispatches_commands = noClasses()
            .that()
            .resideOutsideOfPackage("io.cloudfunc.command..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.axonframework.commandhandling..");

    @ArchTest
    static final ArchRule a_worker_never_has_a_database = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.cloudfunc.invoker.worker..",
                    "io.cloudfunc.invoker.pool..",
                    "io.cloudfunc.invoker.docker..",
                    "io.cloudfunc.invoker.engine..",
                    "io.cloudfunc.invoker.broker..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.cloudfunc.store..",
                    "io.cloudfunc.invoker.router..",
                    "java.sql..",
                    "javax.sql..",
                    "org.axonframework..");

    @ArchTest
    static final ArchRule only_the_docker_adapter_knows_docker = noClasses()
            .that()
            .resideOutsideOfPackages("io.cloudfunc.invoker.docker..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.github.dockerjava..");

    @ArchTest
    static final ArchRule time_comes_from_a_clock = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule nobody_sleeps = noClasses()
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(Thread.class, "sleep", java.time.Duration.class);
}
