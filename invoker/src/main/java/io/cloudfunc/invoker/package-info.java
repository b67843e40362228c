/** Executes: router and worker. */
@NullMarked
package io.cloudfunc.invoker;

import org.jspecify.annotations.NullMarked;
