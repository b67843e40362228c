package io.cloudfunc.store.web;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.PropertySource;

/** What is the same in each process that answers over HTTP, whatever its roles; each key can be overridden. */
@Configuration(proxyBeanMethods = false)
@PropertySource("classpath:io/cloudfunc/store/web/server.properties")
public class ServerDefaults {}
