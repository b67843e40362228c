package io.cloudfunc.identity;

import io.cloudfunc.api.identity.Namespaces;
import io.cloudfunc.api.problem.Rejection;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Keeps callers to their namespaces. What is not in one of them is refused in the same words whether it is there or not.
 */
final class NamespaceRule {

    private static final Refusal ELSEWHERE = new Refusal(new Rejection.Forbidden("the namespace that this is in"));
    private static final Refusal OF_ALL = new Refusal(new Rejection.Forbidden("all namespaces"));
    private static final Refusal NOT_KNOWN =
            new Refusal(new Rejection.Unavailable("The database", "it did not tell which namespace this is in"));

    private final Owners owners;

    NamespaceRule(Owners owners) {
        this.owners = owners;
    }

    /**
     * @param request with the path's variables, as the mapping has left them there
     */
    Optional<Refusal> refusal(Namespaces mine, Subject subject, HttpServletRequest request) {
        if (mine.areAll()) {
            return Optional.empty();
        }
        return switch (subject) {
            case NOTHING -> Optional.empty();
            case INSTALLATION -> Optional.of(OF_ALL);
            case FUNCTION, SECRET -> elsewhereUnless(mine.have(variable("name", request)));
            case MANY -> elsewhereUnless(Stream.of(functionsIn(request)).allMatch(mine::have));
            case INVOCATION, CONTAINER -> refusalOf(mine, subject, variable("id", request));
        };
    }

    private Optional<Refusal> refusalOf(Namespaces mine, Subject subject, String id) {
        try {
            var owner = subject == Subject.CONTAINER ? owners.ofContainer(id) : owners.ofInvocation(id);
            return elsewhereUnless(owner.filter(mine::have).isPresent());
        } catch (DataAccessException | TransactionException away) {
            return Optional.of(NOT_KNOWN);
        }
    }

    private static Optional<Refusal> elsewhereUnless(boolean isMine) {
        return isMine ? Optional.empty() : Optional.of(ELSEWHERE);
    }

    private static String[] functionsIn(HttpServletRequest request) {
        return Optional.ofNullable(request.getParameterValues("function")).orElseGet(() -> new String[0]);
    }

    private static String variable(String name, HttpServletRequest request) {
        return request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE) instanceof Map<?, ?> variables
                ? String.valueOf(variables.get(name))
                : "";
    }
}
