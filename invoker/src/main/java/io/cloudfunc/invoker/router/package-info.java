/** Routes accepted calls to workers, and keeps the warm rule. */
@NullMarked
package io.cloudfunc.invoker.router;

import org.jspecify.annotations.NullMarked;
