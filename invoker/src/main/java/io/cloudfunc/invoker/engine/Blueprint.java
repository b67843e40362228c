package io.cloudfunc.invoker.engine;

import io.cloudfunc.api.function.ImageReference;
import io.cloudfunc.api.function.Network;
import io.cloudfunc.api.function.Settings;
import java.util.regex.Pattern;

/** What can be made ahead of the function that will need it. */
public sealed interface Blueprint {

    ImageReference image();

    /** Memory limit of what is made, in MiB. */
    int memoryMiB();

    /** Whether what is made can become a container of that function. */
    boolean suits(SandboxSpec spec);

    /**
     * A network namespace with nothing in it, which takes half of a container's start to make, held by a process that
     * does nothing. The container of any function that reaches nothing can begin its life in it.
     *
     * @param image of which only {@code sleep} is used
     */
    record EmptyNetwork(ImageReference image) implements Blueprint {
        @Override
        public int memoryMiB() {
            return 16;
        }

        @Override
        public boolean suits(SandboxSpec spec) {
            return spec.settings().network() == Network.NONE;
        }
    }

    /**
     * A container of one revision, made and isolated as all of its are, in which the image's command has not begun yet. It
     * can become a container of that revision only.
     */
    record WaitingSandbox(SandboxSpec spec) implements Blueprint {
        @Override
        public ImageReference image() {
            return spec.image();
        }

        @Override
        public int memoryMiB() {
            return spec.settings().memoryMiB();
        }

        @Override
        public boolean suits(SandboxSpec wanted) {
            return wanted.equals(spec);
        }
    }

    /**
     * A container of a runtime's image with default settings, whose runtime waits for its source.
     *
     * @param adapts whether the process takes on another memory limit and environment after its start
     */
    record WaitingRuntime(ImageReference image, boolean adapts) implements Blueprint {

        /** A waiting runtime takes up to half of it. */
        private static final int LEAST_MEMORY_MIB = 64;

        /** What a process, its libraries or its interpreter read when it starts. */
        private static final Pattern READ_AT_START = Pattern.compile(
                "(LD_|LC_|LANG|GLIBC_|MALLOC_|PYTHON|NODE_|UV_|JAVA|JDK_|_JAVA|OPENSSL|SSL_|TZ|PATH|HOME).*");

        @Override
        public int memoryMiB() {
            return Settings.DEFAULT.memoryMiB();
        }

        @Override
        public boolean suits(SandboxSpec spec) {
            var settings = spec.settings();
            return spec.source() != null
                    && spec.image().equals(image)
                    && settings.network() == Network.NONE
                    && settings.tmpMiB() == Settings.DEFAULT.tmpMiB()
                    && settings.secretFiles().isEmpty()
                    && (adapts ? canTakeOn(settings) : isDefault(settings));
        }

        private static boolean canTakeOn(Settings settings) {
            return settings.memoryMiB() >= LEAST_MEMORY_MIB
                    && settings.environment().keySet().stream()
                            .noneMatch(name -> READ_AT_START.matcher(name).matches());
        }

        private static boolean isDefault(Settings settings) {
            return settings.memoryMiB() == Settings.DEFAULT.memoryMiB()
                    && settings.cpus() == Settings.DEFAULT.cpus()
                    && settings.environment().isEmpty();
        }
    }
}
