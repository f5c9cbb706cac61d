package io.vedette.sentinel.options;

import io.vedette.quorum.cluster.ClusterConfig;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.options.ClusterOption;
import io.vedette.quorum.options.GroupOption;
import io.vedette.quorum.options.GroupOptions;
import io.vedette.quorum.options.Option;
import io.vedette.quorum.options.OptionValues;
import io.vedette.sentinel.runtime.ProcessOption;
import io.vedette.sentinel.runtime.VedetteOptions;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.configuration2.BaseConfiguration;
import org.apache.commons.configuration2.CompositeConfiguration;
import org.apache.commons.configuration2.PropertiesConfiguration.PropertiesReader;
import org.apache.commons.configuration2.ex.ConfigurationRuntimeException;

/**
 * Where Vedette's own options stand: {@code option = value} for the process or for all groups,
 * {@code group.NAME.option = value} for one group, {@code cluster.NAME.option = value} for a Redis
 * Cluster. The environment ({@code VEDETTE_CRASH_DETECTION} for {@code crash-detection}) wins over
 * the file; what stands for one group wins over both.
 */
public final class OptionsFile {
  /** The file's name, beside {@code sentinel.conf}. */
  public static final String NAME = "vedette.properties";

  private static final String GROUP = "group.";
  private static final String CLUSTER = "cluster.";

  private final Path file;
  private final boolean isRequired;
  private final Map<String, String> environment;

  /**
   * @param file where it is, or may be
   * @param isRequired whether it is an error if there is none
   * @param environment the variables of this process
   */
  public OptionsFile(Path file, boolean isRequired, Map<String, String> environment) {
    this.file = file;
    this.isRequired = isRequired;
    this.environment = Map.copyOf(environment);
  }

  /** A value, and where it stands. */
  private record Said(String place, String text) {}

  /** Where it is, or may be. */
  public Path path() {
    return file;
  }

  /** Whether there is one. */
  boolean exists() {
    return Files.exists(file);
  }

  /** The variable of the environment for an option. */
  static String variable(Option<?> option) {
    return "VEDETTE_" + option.name().toUpperCase(Locale.ROOT).replace('-', '_');
  }

  /**
   * Reads it, and the environment.
   *
   * @throws OptionsException at the first thing that is wrong
   */
  public VedetteOptions read() throws OptionsException {
    BaseConfiguration ofFile = readFile();
    CompositeConfiguration general = new CompositeConfiguration();
    // The first that knows a key wins; the defaults are in the tables.
    general.addConfiguration(ofEnvironment());
    general.addConfiguration(ofFile);
    OptionValues process = values(ProcessOption.TABLE.options(), general);
    OptionValues groups = values(GroupOption.TABLE.options(), general);
    return new VedetteOptions(
        process, new GroupOptions(groups, named(ofFile, groups)), clusters(ofFile));
  }

  private static List<ClusterConfig> clusters(BaseConfiguration said) throws OptionsException {
    Map<GroupName, OptionValues> values = new TreeMap<>();
    Map<GroupName, Said> first = new TreeMap<>();
    for (Iterator<String> keys = said.getKeys(); keys.hasNext(); ) {
      String key = keys.next();
      if (key.startsWith(CLUSTER) && said.getProperty(key) instanceof Said value) {
        int dot = key.lastIndexOf('.');
        GroupName name = new GroupName(key.substring(CLUSTER.length(), dot));
        Option<?> option = find(ClusterOption.TABLE.options(), key.substring(dot + 1));
        OptionValues before = values.getOrDefault(name, OptionValues.DEFAULTS);
        values.put(name, before.withText(option, value.text()));
        first.putIfAbsent(name, value);
      }
    }
    List<ClusterConfig> clusters = new ArrayList<>();
    for (Map.Entry<GroupName, OptionValues> cluster : values.entrySet()) {
      if (cluster.getValue().get(ClusterOption.NODES).isEmpty()) {
        String key = CLUSTER + cluster.getKey() + "." + ClusterOption.NODES;
        throw error(first.get(cluster.getKey()), key, "a cluster is found by some of its nodes");
      }
      clusters.add(new ClusterConfig(cluster.getKey(), cluster.getValue()));
    }
    return clusters;
  }

  private static OptionValues values(List<Option<?>> options, CompositeConfiguration said) {
    OptionValues values = OptionValues.DEFAULTS;
    for (Option<?> option : options) {
      if (said.getProperty(option.name()) instanceof Said value) {
        values = values.withText(option, value.text());
      }
    }
    return values;
  }

  private static Map<GroupName, OptionValues> named(BaseConfiguration said, OptionValues general) {
    Map<GroupName, OptionValues> named = new LinkedHashMap<>();
    for (Iterator<String> keys = said.getKeys(); keys.hasNext(); ) {
      String key = keys.next();
      if (key.startsWith(GROUP) && said.getProperty(key) instanceof Said value) {
        // A group's name may hold dots, an option's does not.
        int dot = key.lastIndexOf('.');
        GroupName name = new GroupName(key.substring(GROUP.length(), dot));
        Option<?> option = find(GroupOption.TABLE.options(), key.substring(dot + 1));
        OptionValues before = named.getOrDefault(name, general);
        named.put(name, before.withText(option, value.text()));
      }
    }
    return named;
  }

  private BaseConfiguration ofEnvironment() throws OptionsException {
    BaseConfiguration said = raw();
    for (Option<?> option : all()) {
      String text = environment.getOrDefault(variable(option), "");
      if (!text.isEmpty()) {
        add(said, option.name(), option, new Said("environment", text), variable(option));
      }
    }
    return said;
  }

  private BaseConfiguration readFile() throws OptionsException {
    BaseConfiguration said = raw();
    int line = 0;
    try (PropertiesReader reader =
        new PropertiesReader(Files.newBufferedReader(file, StandardCharsets.UTF_8))) {
      while (reader.nextProperty()) {
        line = reader.getLineNumber();
        Said value = new Said(file + ":" + line, reader.getPropertyValue());
        add(said, reader.getPropertyName(), value);
      }
    } catch (NoSuchFileException e) {
      if (isRequired) {
        throw new OptionsException("can't read " + file + ": no such file");
      }
    } catch (CharacterCodingException e) {
      throw new OptionsException("can't read " + file + ": it is not UTF-8");
    } catch (IOException e) {
      throw new OptionsException("can't read " + file + ": " + reason(e));
    } catch (ConfigurationRuntimeException e) {
      throw new OptionsException(file + ":" + (line + 1) + ": " + e.getMessage());
    }
    return said;
  }

  private static void add(BaseConfiguration said, String key, Said value) throws OptionsException {
    if (key.startsWith(CLUSTER)) {
      addOfCluster(said, key, value);
      return;
    }
    if (!key.startsWith(GROUP)) {
      add(said, key, option(all(), key, key, value), value, key);
      return;
    }
    int dot = key.lastIndexOf('.');
    String name = dot < GROUP.length() ? "" : key.substring(GROUP.length(), dot);
    if (!GroupName.isValid(name)) {
      throw error(value, key, "expected group.NAME.option");
    }
    String wanted = key.substring(dot + 1);
    if (ProcessOption.TABLE.options().stream().anyMatch(any -> any.name().equals(wanted))) {
      throw error(value, key, wanted + " is of the whole process, not of a group");
    }
    add(said, key, option(GroupOption.TABLE.options(), wanted, key, value), value, key);
  }

  private static void addOfCluster(BaseConfiguration said, String key, Said value)
      throws OptionsException {
    int dot = key.lastIndexOf('.');
    String name = dot < CLUSTER.length() ? "" : key.substring(CLUSTER.length(), dot);
    if (!GroupName.isValid(name)) {
      throw error(value, key, "expected cluster.NAME.option");
    }
    String wanted = key.substring(dot + 1);
    add(said, key, option(ClusterOption.TABLE.options(), wanted, key, value), value, key);
  }

  private static void add(
      BaseConfiguration said, String key, Option<?> option, Said value, String shown)
      throws OptionsException {
    if (said.containsKey(key)) {
      throw error(value, shown, "it stands there twice");
    }
    String whyNot = option.whyNot(value.text()).orElse("");
    if (!whyNot.isEmpty()) {
      String found = option.type().isSecret() ? "" : ", not '" + value.text() + "'";
      throw error(value, shown, whyNot + found);
    }
    said.addProperty(key, value);
  }

  private static Option<?> option(List<Option<?>> among, String name, String key, Said value)
      throws OptionsException {
    Option<?> found = find(among, name);
    if (found == null) {
      throw error(value, key, "there is no such option");
    }
    return found;
  }

  private static Option<?> find(List<Option<?>> among, String name) {
    return among.stream().filter(option -> option.name().equals(name)).findFirst().orElse(null);
  }

  private static List<Option<?>> all() {
    return Stream.concat(
            ProcessOption.TABLE.options().stream(), GroupOption.TABLE.options().stream())
        .toList();
  }

  /** Values are kept as they were read: nothing is interpolated, nothing split. */
  private static BaseConfiguration raw() {
    BaseConfiguration configuration = new BaseConfiguration();
    configuration.setInterpolator(null);
    return configuration;
  }

  private static OptionsException error(Said value, String key, String what) {
    return new OptionsException(value.place() + ": '" + key + "': " + what);
  }

  private static String reason(IOException e) {
    return e instanceof java.nio.file.AccessDeniedException
        ? "permission denied"
        : String.valueOf(e.getMessage());
  }
}
