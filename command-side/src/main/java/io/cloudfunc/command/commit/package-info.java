/** Many orders in one unit of work and one commit. */
@NullMarked
package io.cloudfunc.command.commit;

import org.jspecify.annotations.NullMarked;
