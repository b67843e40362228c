/**
 * Kills parts of an installation under load, starts them again, and proves that nothing accepted was lost. Knows
 * CloudFunc only from outside: its REST interface, its tables, its containers and its processes.
 */
@NullMarked
package io.cloudfunc.chaos;

import org.jspecify.annotations.NullMarked;
