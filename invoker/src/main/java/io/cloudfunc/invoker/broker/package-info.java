/** The message broker: topology, confirmed publishing, consuming by slots, and how messages are written. */
@NullMarked
package io.cloudfunc.invoker.broker;

import org.jspecify.annotations.NullMarked;
