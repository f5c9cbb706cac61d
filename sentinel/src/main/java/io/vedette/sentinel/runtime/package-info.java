/**
 * The process's heart: one thread that steps the core ({@link
 * io.vedette.sentinel.runtime.CoordinatorLoop}), the ports through which it acts on the world, and
 * the view from which queries are answered without disturbing it.
 *
 * <p>Knows {@code quorum} only. The packages beside it know this one and {@code quorum}, never each
 * other.
 */
package io.vedette.sentinel.runtime;
