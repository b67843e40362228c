/** Accepting calls, answering those who wait, and recording how calls ended. */
@NullMarked
package io.cloudfunc.command.invocation;

import org.jspecify.annotations.NullMarked;
