/** Checks that what is stored is whole. */
@NullMarked
package io.cloudfunc.query.audit;

import org.jspecify.annotations.NullMarked;
