/** How many calls are open, so wait or run, and how many may be. */
@NullMarked
package io.cloudfunc.command.open;

import org.jspecify.annotations.NullMarked;
