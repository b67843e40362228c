package io.cloudfunc.invoker.docker;

import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;

/**
 * What a container writes on stdout and stderr, in order of arrival. It is attached before the container starts, since
 * the engine keeps nothing of it, and ends with the container.
 */
final class AttachedLog extends Following<Frame> {

    private static final int LAST_WORDS = 16 * 1024;

    private final LogTail all;
    private final LogTail errors = new LogTail(LAST_WORDS);

    /** @param limit most bytes kept of one call's log */
    AttachedLog(int limit) {
        all = new LogTail(limit);
    }

    LogTail all() {
        return all;
    }

    /** The end of what was written on stderr since the start. */
    LogTail errors() {
        return errors;
    }

    @Override
    public void onNext(Frame frame) {
        all.append(frame.getPayload());
        if (frame.getStreamType() == StreamType.STDERR) {
            errors.append(frame.getPayload());
        }
    }

    @Override
    public void onError(Throwable failure) {
        super.onError(failure);
        end();
    }

    @Override
    public void onComplete() {
        super.onComplete();
        end();
    }

    private void end() {
        all.end();
        errors.end();
    }
}
