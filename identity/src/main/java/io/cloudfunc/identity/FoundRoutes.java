package io.cloudfunc.identity;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;

/**
 * Finds by which handler a request will be served, before it is, and serves it by that very one: so the two can never be
 * different ones, and it is looked for once.
 */
final class FoundRoutes implements HandlerMapping, Ordered {

    private static final String FOUND = FoundRoutes.class.getName();

    private final Supplier<Stream<HandlerMapping>> mappings;

    /** @param mappings in the order in which they are asked */
    FoundRoutes(Supplier<List<HandlerMapping>> mappings) {
        this.mappings = () -> mappings.get().stream().filter(mapping -> mapping != this);
    }

    /** What will serve the request, unless nothing will, or it is refused, such as for its method. */
    Optional<Object> find(HttpServletRequest request) {
        ServletRequestPathUtils.parseAndCache(request);
        try {
            var found = mappings.get()
                    .map(mapping -> chain(mapping, request))
                    .filter(Objects::nonNull)
                    .findFirst();
            found.ifPresent(chain -> request.setAttribute(FOUND, chain));
            return found.map(HandlerExecutionChain::getHandler);
        } finally {
            ServletRequestPathUtils.clearParsedRequestPath(request);
        }
    }

    /** A mapping that refuses the request does so again when it is to serve it. */
    private static @Nullable HandlerExecutionChain chain(HandlerMapping mapping, HttpServletRequest request) {
        try {
            return mapping.getHandler(request);
        } catch (Exception refused) {
            return null;
        }
    }

    /** Once: a request that is dispatched again, such as for an error, is for another handler. */
    @Override
    public @Nullable HandlerExecutionChain getHandler(HttpServletRequest request) {
        var found = (HandlerExecutionChain) request.getAttribute(FOUND);
        request.removeAttribute(FOUND);
        return request.getDispatcherType() == DispatcherType.REQUEST ? found : null;
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }
}
