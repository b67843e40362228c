/** From words to a command: reading lines, parsing, help, completion, running. */
@NullMarked
package io.cloudfunc.shell.line;

import org.jspecify.annotations.NullMarked;
