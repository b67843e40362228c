/** Traces of calls, where a collector is configured. */
@NullMarked
package io.cloudfunc.tracing;

import org.jspecify.annotations.NullMarked;
