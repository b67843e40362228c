/** What the user sees: tables, JSON, times and sizes; data on stdout, messages on stderr. */
@NullMarked
package io.cloudfunc.shell.print;

import org.jspecify.annotations.NullMarked;
