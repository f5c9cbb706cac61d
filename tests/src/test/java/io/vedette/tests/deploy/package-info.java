/**
 * What is delivered beside the program: every file of {@code config} loaded or checked by the tool
 * it is for, the archive and the Debian package unpacked and used, the container image built and
 * run.
 */
package io.vedette.tests.deploy;
