/** Invocations, their attempts and outcomes: orders, facts and values. */
@NullMarked
package io.cloudfunc.api.invocation;

import org.jspecify.annotations.NullMarked;
