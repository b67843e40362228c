/** Takes in what routers and workers report, and answers what workers ask. */
@NullMarked
package io.cloudfunc.command.report;

import org.jspecify.annotations.NullMarked;
