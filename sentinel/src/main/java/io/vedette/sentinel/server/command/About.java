package io.vedette.sentinel.server.command;

import java.nio.file.Path;

/**
 * What the program says of itself.
 *
 * @param version this program's version
 * @param configFile the configuration file in use
 */
public record About(String version, Path configFile) {
  /** The version whose Sentinel this program does as: clients decide by it what they may ask. */
  public static final String REDIS_VERSION = "7.0.15";
}
