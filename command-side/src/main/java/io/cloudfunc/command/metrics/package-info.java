/** What calls are counted and timed by. */
@NullMarked
package io.cloudfunc.command.metrics;

import org.jspecify.annotations.NullMarked;
