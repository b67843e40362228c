package io.cloudfunc.store.web;

import io.cloudfunc.api.problem.Rejection;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import tools.jackson.databind.json.JsonMapper;

/** Answers what is so wrong that the server itself refuses it, before any application is asked, as a problem too. */
final class ProblemReport extends ErrorReportValve {

    private static final int FIRST_ERROR = 400;

    private final ProblemDetail refusal =
            Problems.of(new Rejection.InvalidValue("request", "one that cannot be read", "a valid HTTP request"));
    private final ProblemDetail fault =
            ProblemType.INTERNAL_ERROR.problem("CloudFunc failed while it handled the request; its log has the reason");
    private final JsonMapper json;

    private ProblemReport(JsonMapper json) {
        this.json = json;
    }

    /** Also in the place of "not implemented": what nobody implements here is nothing that a caller should send. */
    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        var status = response.getStatus();
        if (status >= FIRST_ERROR && response.getContentWritten() == 0 && response.setErrorReported()) {
            write(status == ProblemType.INTERNAL_ERROR.status().value() ? fault : refusal, response);
        }
    }

    private void write(ProblemDetail problem, Response response) {
        try {
            var body = json.writeValueAsBytes(problem);
            response.setStatus(problem.getStatus());
            response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
            response.setContentLength(body.length);
            response.getOutputStream().write(body);
            response.finishResponse();
        } catch (IOException gone) {
            container.getLogger().debug("Nobody waits for the refusal", gone);
        }
    }

    /** After the server's own, so that this one is asked first. */
    @Order(Ordered.LOWEST_PRECEDENCE)
    static final class Installation implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

        private final JsonMapper json;

        Installation(JsonMapper json) {
            this.json = json;
        }

        @Override
        public void customize(TomcatServletWebServerFactory factory) {
            factory.addContextCustomizers(
                    context -> context.getParent().getPipeline().addValve(new ProblemReport(json)));
        }
    }
}
