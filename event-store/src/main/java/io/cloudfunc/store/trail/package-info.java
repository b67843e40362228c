/** The trail of all events: sealed behind the hot path, verified, exported. */
@NullMarked
package io.cloudfunc.store.trail;

import org.jspecify.annotations.NullMarked;
