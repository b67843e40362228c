/** Makes views anew from all events beside those in use, and compares them. */
@NullMarked
package io.cloudfunc.query.rebuild;

import org.jspecify.annotations.NullMarked;
