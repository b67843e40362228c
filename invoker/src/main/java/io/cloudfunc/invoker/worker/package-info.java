/** The worker: takes tasks, runs functions in containers, and reports what happened. */
@NullMarked
package io.cloudfunc.invoker.worker;

import org.jspecify.annotations.NullMarked;
