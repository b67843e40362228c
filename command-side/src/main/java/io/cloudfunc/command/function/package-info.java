/** Deploying, rolling back and removing functions. */
@NullMarked
package io.cloudfunc.command.function;

import org.jspecify.annotations.NullMarked;
