/** Commands about views: how far they are, making them anew, comparing them with the events. */
@NullMarked
package io.cloudfunc.shell.projection;

import org.jspecify.annotations.NullMarked;
