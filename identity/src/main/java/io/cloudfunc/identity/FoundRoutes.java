package io.cloudfunc.identity;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
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

    private final Supplier<List<HandlerMapping>> mappings;

    /** @param mappings in the order in which they are asked */
    FoundRoutes(Supplier<List<HandlerMapping>> mappings) {
        this.mappings = mappings;
    }

    /** What will serve the request, unless nothing will, or it is refused, such as for its method. */
    Optional<Object> find(HttpServletRequest request) {
        ServletRequestPathUtils.parseAndCache(request);
        try {
            var found = chain(request);
            request.setAttribute(FOUND, found);
            return Optional.ofNullable(found).map(HandlerExecutionChain::getHandler);
        } finally {
            ServletRequestPathUtils.clearParsedRequestPath(request);
        }
    }

    /** A mapping that refuses the request does so again when it is to serve it, whatever the mappings after it would say. */
    private @Nullable HandlerExecutionChain chain(HttpServletRequest request) {
        try {
            for (var mapping : mappings.get()) {
                var chain = mapping == this ? null : mapping.getHandler(request);
                if (chain != null) {
                    return chain;
                }
            }
            return null;
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
