/** The stored events of a function, an invocation or a container. */
@NullMarked
package io.cloudfunc.shell.history;

import org.jspecify.annotations.NullMarked;
