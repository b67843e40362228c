/** Commands about invocations: invoke, list, look at one, its output and its log. */
@NullMarked
package io.cloudfunc.shell.invocation;

import org.jspecify.annotations.NullMarked;
