package io.cloudfunc.identity;

import io.cloudfunc.api.identity.Role;
import io.cloudfunc.api.problem.Rejection;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Lets a caller use a route if the route's {@link AllowedTo} says so, and what it is about is in the caller's namespaces.
 * The route is the one that {@link FoundRoutes} found and will have serve the request; one without a rule serves
 * administrators of all namespaces only.
 */
final class RouteRules implements AuthorizationManager<RequestAuthorizationContext> {

    private static final AuthorizationDecision GRANTED = new AuthorizationDecision(true);

    private final FoundRoutes routes;
    private final PublicFunctions publicFunctions;
    private final NamespaceRule namespaces;

    RouteRules(FoundRoutes routes, PublicFunctions publicFunctions, NamespaceRule namespaces) {
        this.routes = routes;
        this.publicFunctions = publicFunctions;
        this.namespaces = namespaces;
    }

    @Override
    public AuthorizationResult authorize(
            Supplier<? extends @Nullable Authentication> authentication, RequestAuthorizationContext context) {
        var handler = routes.find(context.getRequest())
                .filter(HandlerMethod.class::isInstance)
                .map(HandlerMethod.class::cast);
        if (handler.filter(RouteRules::isForEverybody).isPresent()) {
            return GRANTED;
        }
        return refusal(authentication.get(), handler, context.getRequest())
                .filter(refusal -> handler.filter(found -> isPublic(found, context.getRequest()))
                        .isEmpty())
                .<AuthorizationResult>map(refusal -> refusal)
                .orElse(GRANTED);
    }

    private Optional<Refusal> refusal(
            @Nullable Authentication authentication, Optional<HandlerMethod> handler, HttpServletRequest request) {
        if (!(authentication instanceof Caller caller)) {
            return Optional.of(new Refusal(new Rejection.Unauthenticated("The request has no key")));
        }
        return handler.flatMap(found ->
                ofRoles(caller, found).or(() -> namespaces.refusal(caller.namespaces(), subject(found), request)));
    }

    private static Optional<Refusal> ofRoles(Caller caller, HandlerMethod handler) {
        var allowed = roles(handler);
        return caller.mayAct(allowed)
                ? Optional.empty()
                : Optional.of(new Refusal(new Rejection.Forbidden(words(allowed))));
    }

    /** The mapping that found the handler has left there what the path's variables are. */
    private boolean isPublic(HandlerMethod handler, HttpServletRequest request) {
        var rule = handler.getMethodAnnotation(AllowedTo.class);
        return rule != null
                && rule.callersOfPublicFunctions()
                && request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE) instanceof Map<?, ?> variables
                && publicFunctions.contains(String.valueOf(variables.get("name")));
    }

    private static boolean isForEverybody(HandlerMethod handler) {
        var rule = handler.getMethodAnnotation(AllowedTo.class);
        return rule != null && rule.everybody();
    }

    private static Set<Role> roles(HandlerMethod handler) {
        var rule = handler.getMethodAnnotation(AllowedTo.class);
        return rule == null ? Set.of(Role.ADMIN) : Set.of(rule.value());
    }

    private static Subject subject(HandlerMethod handler) {
        var rule = handler.getMethodAnnotation(AllowedTo.class);
        return rule == null ? Subject.INSTALLATION : rule.about();
    }

    private static String words(Set<Role> allowed) {
        return Stream.concat(allowed.stream(), Stream.of(Role.ADMIN))
                .distinct()
                .sorted()
                .map(role -> role.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" or "));
    }
}
