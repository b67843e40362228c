/** What functions there are, their revisions and lives. */
@NullMarked
package io.cloudfunc.query.function;

import org.jspecify.annotations.NullMarked;
