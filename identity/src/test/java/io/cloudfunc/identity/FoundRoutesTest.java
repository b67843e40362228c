package io.cloudfunc.identity;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.HandlerMapping;

class FoundRoutesTest {

    private final List<HandlerMapping> mappings = new ArrayList<>();
    private final FoundRoutes routes = new FoundRoutes(() -> mappings);
    private final MockHttpServletRequest request = new MockHttpServletRequest("POST", "/fn/hello");
    private int looks;

    @Test
    void serves_a_request_once_by_what_it_found_for_it() {
        mappings.add(routes);
        mappings.add(this::serving);

        assertThat(routes.find(request)).contains("handler");

        assertThat(routes.getHandler(request).getHandler()).isEqualTo("handler");
        assertThat(routes.getHandler(request)).isNull();
        assertThat(looks).isEqualTo(1);
    }

    @Test
    void leaves_a_request_that_nothing_was_found_for_to_the_mappings() {
        mappings.add(nobodys -> null);

        assertThat(routes.find(request)).isEmpty();

        assertThat(routes.getHandler(request)).isNull();
    }

    @Test
    void leaves_a_request_that_a_mapping_refuses_to_that_one_though_one_after_it_would_serve_it() {
        mappings.add(refused -> {
            throw new HttpRequestMethodNotSupportedException("POST");
        });
        mappings.add(this::serving);

        assertThat(routes.find(request)).isEmpty();

        assertThat(routes.getHandler(request)).isNull();
    }

    @Test
    void serves_no_error_by_what_it_found_for_the_request_that_failed() {
        mappings.add(this::serving);
        routes.find(request);

        request.setDispatcherType(DispatcherType.ERROR);

        assertThat(routes.getHandler(request)).isNull();
    }

    private HandlerExecutionChain serving(HttpServletRequest asked) {
        looks++;
        return new HandlerExecutionChain("handler");
    }
}
