package io.vedette.sentinel.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The program's version, as the build wrote it down. */
public final class ProgramVersion {
  private static final String RESOURCE = "/io/vedette/sentinel/version.properties";

  private ProgramVersion() {}

  /** For instance {@code 1.2.3}. */
  public static String number() {
    Properties properties = new Properties();
    try (InputStream in = ProgramVersion.class.getResourceAsStream(RESOURCE)) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(RESOURCE + " can't be read", e);
    }
    return properties.getProperty("version");
  }
}
