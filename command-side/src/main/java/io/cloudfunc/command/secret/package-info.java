/** Secrets: stored encrypted, given to workers sealed, told to nobody else. */
@NullMarked
package io.cloudfunc.command.secret;

import org.jspecify.annotations.NullMarked;
