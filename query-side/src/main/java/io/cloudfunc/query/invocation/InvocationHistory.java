package io.cloudfunc.query.invocation;

import io.cloudfunc.query.history.Entry;
import java.time.Duration;
import java.util.List;

/**
 * All that happened to a call.
 *
 * @param items the events themselves, in order
 * @param story the same told as steps, with what follows from them
 * @param total from acceptance to the last step
 */
record InvocationHistory(List<Entry> items, List<Step> story, Duration total) {

    InvocationHistory {
        items = List.copyOf(items);
        story = List.copyOf(story);
    }
}
