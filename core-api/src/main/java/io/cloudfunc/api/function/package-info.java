/** Functions, their revisions and lives: orders, facts and values. */
@NullMarked
package io.cloudfunc.api.function;

import org.jspecify.annotations.NullMarked;
