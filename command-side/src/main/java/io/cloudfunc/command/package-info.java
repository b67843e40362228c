/** Decides: what is accepted, and what reported facts mean. */
@NullMarked
package io.cloudfunc.command;

import org.jspecify.annotations.NullMarked;
