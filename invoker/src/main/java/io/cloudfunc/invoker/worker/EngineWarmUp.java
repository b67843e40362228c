package io.cloudfunc.invoker.worker;

import io.cloudfunc.api.function.FunctionName;
import io.cloudfunc.api.function.ImageReference;
import io.cloudfunc.api.function.Settings;
import io.cloudfunc.invoker.engine.ContainerEngine;
import io.cloudfunc.invoker.engine.SandboxSpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates a container and removes it: the first one in a process takes over a second, which no call should wait. */
final class EngineWarmUp {

    private static final Logger LOG = LoggerFactory.getLogger(EngineWarmUp.class);

    private final ContainerEngine engine;
    private final ImageReference image;

    EngineWarmUp(ContainerEngine engine, ImageReference image) {
        this.engine = engine;
        this.image = image;
    }

    /** Never fails: without it the first call is slower, and if something is wrong it says so better. */
    void run() {
        var nobody = new SandboxSpec(new FunctionName("warm-up"), 0, 0, image, null, null, Settings.DEFAULT);
        try (var created = engine.create(nobody)) {
            LOG.debug("The engine is warm, it created {}", created.id());
        } catch (RuntimeException noMatter) {
            LOG.debug("The engine was not warmed up", noMatter);
        }
    }
}
