/** The shared ground in PostgreSQL: the event store, who is woken by it, and the payloads beside it. */
@NullMarked
package io.cloudfunc.store;

import org.jspecify.annotations.NullMarked;
