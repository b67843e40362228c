package io.cloudfunc.openapi;

import java.util.List;
import java.util.stream.Stream;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;

/** One method of one path, and what serves it. */
record Route(String method, String path, List<String> consumes, HandlerMethod handler) {

    static Stream<Route> in(RequestMappingInfo info, HandlerMethod handler) {
        var consumes = info.getConsumesCondition().getConsumableMediaTypes().stream()
                .map(Object::toString)
                .sorted()
                .toList();
        return info.getPatternValues().stream()
                .flatMap(path -> info.getMethodsCondition().getMethods().stream()
                        .map(RequestMethod::name)
                        .map(method -> new Route(method, path, consumes, handler)));
    }

    /** What people group it by. */
    String subject() {
        return path.startsWith("/v1/") ? path.split("[/:]")[2] : path.split("/")[1];
    }

    String id() {
        var owner = handler.getBeanType().getSimpleName().replaceFirst("Controller$", "");
        return owner + "." + handler.getMethod().getName();
    }
}
