package io.cloudfunc.command;

import io.cloudfunc.identity.Identity;
import io.cloudfunc.store.EventStoreConfiguration;
import io.cloudfunc.store.trail.Sealing;
import io.cloudfunc.store.web.ProblemAnswers;
import io.cloudfunc.store.web.ServerDefaults;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The command side as a part of an application. */
@Configuration
@ComponentScan
@ConfigurationPropertiesScan
@Import({EventStoreConfiguration.class, Identity.class, Sealing.class, ProblemAnswers.class, ServerDefaults.class})
public class CommandSide {}
