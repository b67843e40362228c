/** Commands about functions: begin, deploy, list, describe, remove, roll back. */
@NullMarked
package io.cloudfunc.shell.function;

import org.jspecify.annotations.NullMarked;
