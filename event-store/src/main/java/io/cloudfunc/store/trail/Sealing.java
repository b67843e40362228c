package io.cloudfunc.store.trail;

import io.cloudfunc.trail.SigningKey;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** For the process that appends: it seals what was appended, whoever did, and imports. */
@Configuration
@EnableConfigurationProperties(AuditSettings.class)
public class Sealing {

    @Bean
    Sealer sealer(JdbcTemplate jdbc, PlatformTransactionManager transactions, Clock clock, AuditSettings settings) {
        return new Sealer(jdbc, new TransactionTemplate(transactions), clock, SigningKey.in(settings.keys()));
    }

    @Bean
    TrailImport trailImport(JdbcTemplate jdbc, PlatformTransactionManager transactions, Clock clock) {
        return new TrailImport(jdbc, new TransactionTemplate(transactions), clock);
    }
}
