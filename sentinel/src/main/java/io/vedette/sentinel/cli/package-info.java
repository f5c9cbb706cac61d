/**
 * The commands a person types: {@code vedette status}, {@code vedette demo}, {@code --help}. One
 * class per subcommand, parsed by picocli.
 *
 * <p>Threading: a command runs on the main thread and returns an exit code; what it starts beside
 * that, it stops before it returns.
 *
 * <p>Why apart: a coordinator never comes through here. {@link VedetteCli#wants} tells the two
 * apart without loading picocli, so that starting a coordinator costs nothing of this.
 */
package io.vedette.sentinel.cli;
