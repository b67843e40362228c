/** The warm pool: which container a call gets, and when a container goes. */
@NullMarked
package io.cloudfunc.invoker.pool;

import org.jspecify.annotations.NullMarked;
