package io.cloudfunc.openapi;

import io.cloudfunc.api.identity.Role;
import io.cloudfunc.identity.AllowedTo;
import io.cloudfunc.identity.Subject;
import java.util.function.Supplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.node.ObjectNode;

/** What this process can be asked: for programs, and for people. Made once, of the routes that it really has. */
@RestController
class ApiController {

    private static final String POLICY = "Content-Security-Policy";

    private final Supplier<ObjectNode> document;
    private final Supplier<ApiPage> page;

    ApiController(ObjectProvider<RequestMappingHandlerMapping> mappings) {
        document = SingletonSupplier.of(
                () -> ApiDocument.of(mappings.orderedStream().toList()));
        page = SingletonSupplier.of(() -> ApiPage.of(document.get()));
    }

    @Described("This document")
    @GetMapping(path = "/v1/openapi.json", produces = MediaType.APPLICATION_JSON_VALUE)
    @AllowedTo(
            value = {Role.READ, Role.DEPLOY, Role.INVOKE, Role.AUDIT},
            about = Subject.NOTHING)
    String document() {
        return document.get().toString();
    }

    @GetMapping(path = "/ui/api", produces = MediaType.TEXT_HTML_VALUE)
    @AllowedTo(
            value = {Role.READ, Role.DEPLOY, Role.INVOKE, Role.AUDIT},
            about = Subject.NOTHING)
    ResponseEntity<String> page() {
        return ResponseEntity.ok()
                .header(POLICY, page.get().policy())
                .header(HttpHeaders.CONTENT_TYPE, "text/html;charset=utf-8")
                .body(page.get().html());
    }
}
