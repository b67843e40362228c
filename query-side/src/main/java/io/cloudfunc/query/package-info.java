/** Answers: what the events of the store mean, read by REST. */
@NullMarked
package io.cloudfunc.query;

import org.jspecify.annotations.NullMarked;
