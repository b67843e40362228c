/** Orders to the command side that routers and workers send through the reports queue. */
@NullMarked
package io.cloudfunc.api.report;

import org.jspecify.annotations.NullMarked;
