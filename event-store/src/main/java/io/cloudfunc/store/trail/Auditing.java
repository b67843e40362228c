package io.cloudfunc.store.trail;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** For the process that answers whether the trail is whole. */
@Configuration
@EnableConfigurationProperties(AuditSettings.class)
public class Auditing {

    @Bean
    StoredTrail storedTrail(JdbcTemplate jdbc) {
        return new StoredTrail(jdbc);
    }

    @Bean
    TrailExport trailExport(JdbcTemplate jdbc, StoredTrail trail) {
        return new TrailExport(jdbc, trail);
    }

    /** Asked each time: another process may make its key later than this one starts. */
    @Bean
    KnownSigners knownSigners(AuditSettings settings) {
        return settings::knownSigners;
    }
}
