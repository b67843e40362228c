/** Messages between router, worker and command side, and the names of the queues they pass. */
@NullMarked
package io.cloudfunc.api.wire;

import org.jspecify.annotations.NullMarked;
