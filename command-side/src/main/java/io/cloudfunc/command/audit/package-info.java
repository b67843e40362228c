/** What is written about the trail as a whole. */
@NullMarked
package io.cloudfunc.command.audit;

import org.jspecify.annotations.NullMarked;
