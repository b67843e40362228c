/** Who may do what on the server. */
@NullMarked
package io.cloudfunc.shell.key;

import org.jspecify.annotations.NullMarked;
