/** What became of each call: its state, output, log and attempts. */
@NullMarked
package io.cloudfunc.query.invocation;

import org.jspecify.annotations.NullMarked;
