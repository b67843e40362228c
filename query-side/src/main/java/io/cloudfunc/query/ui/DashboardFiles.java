package io.cloudfunc.query.ui;

import java.io.IOException;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.resource.PathResourceResolver;

/**
 * Serves the dashboard to whoever has an identity: below {@code /ui/assets} our files, and those of the libraries that it
 * is made with; all else below {@code /ui} is a page, which the script of the one document shows.
 */
@Configuration(proxyBeanMethods = false)
class DashboardFiles implements WebMvcConfigurer {

    private static final String FIRST_PAGE = "/ui/functions";

    /** Kept, but asked for each time whether they changed. */
    private static final CacheControl ASK = CacheControl.noCache().cachePrivate();

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry files) {
        files.addResourceHandler("/ui/assets/**")
                .addResourceLocations("classpath:/ui/assets/", "classpath:/META-INF/resources/webjars/")
                .setCacheControl(ASK)
                .resourceChain(true);
        files.addResourceHandler("/ui/**")
                .addResourceLocations("classpath:/ui/")
                .setCacheControl(ASK)
                .resourceChain(true)
                .addResolver(new OneDocument());
    }

    @Override
    public void addViewControllers(ViewControllerRegistry views) {
        views.addRedirectViewController("/ui", FIRST_PAGE);
        views.addRedirectViewController("/ui/", FIRST_PAGE);
    }

    private static final class OneDocument extends PathResourceResolver {

        @Override
        protected Resource getResource(String page, Resource location) throws IOException {
            return location.createRelative("index.html");
        }
    }
}
