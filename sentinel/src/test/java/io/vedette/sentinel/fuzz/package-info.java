/** What the fuzz tests of all readers share. */
package io.vedette.sentinel.fuzz;
