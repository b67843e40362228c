/** The port to a container engine: what a worker needs of one, and nothing else. */
@NullMarked
package io.cloudfunc.invoker.engine;

import org.jspecify.annotations.NullMarked;
