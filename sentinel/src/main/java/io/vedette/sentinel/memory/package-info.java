/**
 * What is remembered of groups beside sentinel.conf, which redis-sentinel must be able to read:
 * what their masters last said of their data, and operators' pauses. Written on a thread of its
 * own, but for a pause, which is safe before it is answered.
 */
package io.vedette.sentinel.memory;
