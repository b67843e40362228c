package io.cloudfunc.identity;

import io.cloudfunc.api.problem.RejectedException;
import io.cloudfunc.openapi.OpenApi;
import io.cloudfunc.store.SchemaPart;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.PropertySource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.InternalAuthenticationServiceException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.AuthenticationFilter;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.HandlerMapping;

/** What each web side imports so that nothing but its health answers without identity; twice does no harm. */
@Configuration(proxyBeanMethods = false)
@PropertySource("classpath:io/cloudfunc/identity/exposed.properties")
public class Identity {

    @Bean
    SchemaPart identitySchema() {
        return new SchemaPart("identity");
    }

    @Bean
    KeyTable keyTable(JdbcTemplate jdbc) {
        return new KeyTable(jdbc);
    }

    @Bean
    SecretTable secretTable(JdbcTemplate jdbc) {
        return new SecretTable(jdbc);
    }

    /** What stands before all routes. */
    @EnableWebSecurity
    @Import({
        LoginController.class,
        MeController.class,
        MetricsController.class,
        OpenApi.class,
        BrowserRules.class,
        RejectedRequests.class
    })
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = Type.SERVLET)
    static class Doors {

        /** For load balancers and supervisors, who know nobody. */
        private static final String[] HEALTH = {"/livez", "/readyz", "/actuator/health", "/actuator/health/**"};

        @Bean
        KeysAtHand keysAtHand(KeyTable table, Clock clock) {
            return new KeysAtHand(table, clock);
        }

        @Bean
        Sessions sessions(JdbcTemplate jdbc, KeysAtHand keys, Clock clock) {
            return new Sessions(jdbc, keys, clock);
        }

        @Bean
        Presences presences(Sessions sessions, KeysAtHand keys) {
            return new Presences(sessions, keys);
        }

        @Bean
        AuthenticationManager holders(KeysAtHand keys) {
            return presented -> presented instanceof PresentedKey key ? holder(key, keys) : presented;
        }

        private static Authentication holder(PresentedKey presented, KeysAtHand keys) {
            try {
                return keys.holderOf(presented.key());
            } catch (RejectedException refused) {
                throw new BadCredentialsException("refused", refused);
            } catch (RuntimeException unknown) {
                throw new InternalAuthenticationServiceException("not known", unknown);
            }
        }

        @Bean
        RefusalAnswers refusalAnswers(@Qualifier("handlerExceptionResolver") HandlerExceptionResolver answers) {
            return new RefusalAnswers(answers);
        }

        @Bean
        FoundRoutes foundRoutes(ObjectProvider<HandlerMapping> mappings) {
            return new FoundRoutes(
                    SingletonSupplier.of(() -> mappings.orderedStream().toList()));
        }

        @Bean
        RouteRules routeRules(FoundRoutes routes, ObjectProvider<PublicFunctions> publicFunctions, JdbcTemplate jdbc) {
            return new RouteRules(
                    routes, publicFunctions.getIfAvailable(() -> name -> false), new NamespaceRule(new Owners(jdbc)));
        }

        /** Observing every filter of every request would take longer than the filters do; requests are observed as a whole. */
        @Bean
        SecurityObservationSettings unobserved() {
            return SecurityObservationSettings.noObservations();
        }

        @Bean
        SecurityFilterChain doors(
                HttpSecurity http,
                AuthenticationManager holders,
                Sessions sessions,
                BrowserRules browsers,
                RefusalAnswers refusals,
                RouteRules rules) {
            return http.addFilterBefore(identities(holders, sessions, refusals), AuthorizationFilter.class)
                    .authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(
                                    DispatcherType.ERROR, DispatcherType.FORWARD, DispatcherType.ASYNC)
                            .permitAll()
                            .requestMatchers(HEALTH)
                            .permitAll()
                            .anyRequest()
                            .access(rules))
                    .exceptionHandling(answers ->
                            answers.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
                    .sessionManagement(none -> none.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                    .csrf(browsers::againstForgery)
                    .headers(browsers::headers)
                    .requestCache(AbstractHttpConfigurer::disable)
                    .logout(AbstractHttpConfigurer::disable)
                    .build();
        }

        private static AuthenticationFilter identities(
                AuthenticationManager holders, Sessions sessions, RefusalAnswers refusals) {
            var filter = new AuthenticationFilter(holders, request -> identity(request, sessions));
            filter.setSuccessHandler((request, response, holder) -> {});
            filter.setFailureHandler(refusals::commence);
            return filter;
        }

        /** A key counts before a session; a session that has ended is none. */
        private static @Nullable Authentication identity(HttpServletRequest request, Sessions sessions) {
            var key = PresentedKey.in(request);
            try {
                return key != null ? key : sessions.callerOf(request).orElse(null);
            } catch (RuntimeException unknown) {
                throw new InternalAuthenticationServiceException("not known", unknown);
            }
        }
    }
}
