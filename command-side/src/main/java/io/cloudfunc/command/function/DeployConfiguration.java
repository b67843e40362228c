package io.cloudfunc.command.function;

import jakarta.servlet.MultipartConfigElement;
import org.springframework.boot.servlet.MultipartConfigFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

@Configuration(proxyBeanMethods = false)
class DeployConfiguration {

    /** What a deploy sends beside its source: the spec, and the frame of the parts. */
    private static final DataSize BESIDE_THE_SOURCE = DataSize.ofMegabytes(1);

    @Bean
    MultipartConfigElement deployLimits(DeploySettings settings) {
        var limits = new MultipartConfigFactory();
        limits.setMaxFileSize(settings.maxSource());
        limits.setMaxRequestSize(DataSize.ofBytes(settings.maxSource().toBytes() + BESIDE_THE_SOURCE.toBytes()));
        return limits.createMultipartConfig();
    }
}
