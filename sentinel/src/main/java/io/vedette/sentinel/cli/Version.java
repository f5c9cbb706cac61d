package io.vedette.sentinel.cli;

import io.vedette.sentinel.runtime.ProgramVersion;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} says. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {
      "Vedette " + ProgramVersion.number() + " (Java " + System.getProperty("java.version") + ")"
    };
  }
}
