/**
 * What {@code ./cloudfunc bench} runs. Knows CloudFunc only from outside: its REST interface, its tables, its containers
 * and its processes. To add something to measure, write a {@link io.cloudfunc.bench.Scenario} and name it in {@link
 * io.cloudfunc.bench.Bench}.
 */
@NullMarked
package io.cloudfunc.bench;

import org.jspecify.annotations.NullMarked;
