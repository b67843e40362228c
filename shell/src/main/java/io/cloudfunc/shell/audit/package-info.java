/** Checks of what is stored. */
@NullMarked
package io.cloudfunc.shell.audit;

import org.jspecify.annotations.NullMarked;
