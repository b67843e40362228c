/** The dashboard's files. */
@NullMarked
package io.cloudfunc.query.ui;

import org.jspecify.annotations.NullMarked;
