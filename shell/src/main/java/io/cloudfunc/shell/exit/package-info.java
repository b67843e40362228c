/** How a command ends: exit codes, and the failures that carry them. */
@NullMarked
package io.cloudfunc.shell.exit;

import org.jspecify.annotations.NullMarked;
