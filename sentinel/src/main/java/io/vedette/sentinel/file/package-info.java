/**
 * How this program replaces files: whole or not at all, and durably. Knows nothing but the JDK; any
 * package may use it.
 */
package io.vedette.sentinel.file;
