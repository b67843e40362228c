package io.cloudfunc.store.web;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.multipart.MultipartResolver;

/** What a web application imports so that all its errors are problems; importing it twice does no harm. */
@Configuration(proxyBeanMethods = false)
@Import({ProblemAdvice.class, ErrorPage.class, ProblemReport.Installation.class, ReadableRequests.class})
public class ProblemAnswers {

    @Bean
    MultipartResolver multipartResolver() {
        return new PartsOfRequests();
    }
}
