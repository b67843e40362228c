package io.cloudfunc.openapi;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What each web side imports to describe itself. */
@Configuration(proxyBeanMethods = false)
@Import(ApiController.class)
public class OpenApi {}
