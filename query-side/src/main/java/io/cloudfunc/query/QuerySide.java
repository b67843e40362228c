package io.cloudfunc.query;

import io.cloudfunc.identity.Identity;
import io.cloudfunc.query.health.ProjectionLag;
import io.cloudfunc.store.EventStoreConfiguration;
import io.cloudfunc.store.SchemaPart;
import io.cloudfunc.store.trail.Auditing;
import io.cloudfunc.store.web.ProblemAnswers;
import io.cloudfunc.store.web.ServerDefaults;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;

/** The query side as a part of an application, alone or beside others. */
@Configuration
@ComponentScan(
        excludeFilters = @ComponentScan.Filter(type = FilterType.ASSIGNABLE_TYPE, classes = QuerySideApplication.class))
@Import({EventStoreConfiguration.class, Identity.class, Auditing.class, ProblemAnswers.class, ServerDefaults.class})
@EnableConfigurationProperties(ProjectionLag.class)
public class QuerySide {

    @Bean
    SchemaPart querySchema() {
        return new SchemaPart("query");
    }
}
