/** The command-line shell: its start, and how its parts are put together. */
@NullMarked
package io.cloudfunc.shell;

import org.jspecify.annotations.NullMarked;
