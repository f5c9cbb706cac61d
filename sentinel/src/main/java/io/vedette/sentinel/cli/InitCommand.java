package io.vedette.sentinel.cli;

import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.GroupName;
import io.vedette.sentinel.runtime.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code vedette init HOST HOST HOST --master HOST:PORT}: configurations to start from. */
@Command(
    name = "init",
    sortOptions = false,
    header = "Write ready configurations of three coordinators, or more.",
    description = {
      "",
      "One file for each host, sentinel-HOST-PORT.conf. What is there already is left",
      "as it is, and then nothing is written.",
      ""
    },
    footer = {"", "Exit codes: 0 written, 1 it could not be, 2 wrong usage."})
final class InitCommand implements Callable<Integer> {
  private static final int FEWEST = 3;

  private final Screen screen;
  private final PrintWriter err;

  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this and leave.")
  boolean help;

  @Option(names = "--json", description = "JSON, one line, for scripts.")
  private boolean json;

  @Parameters(
      paramLabel = "HOST[:PORT]",
      arity = "1..*",
      description = "Where coordinators will run: three or five machines that fail independently.")
  private List<String> hosts;

  @Option(
      names = "--master",
      paramLabel = "HOST:PORT",
      required = true,
      converter = AddressWord.Node.class,
      description = "The master as it is now; not 127.0.0.1, for all must reach it.")
  private Address master;

  @Option(
      names = "--group",
      paramLabel = "NAME",
      defaultValue = "mymaster",
      description = "The name that clients use; mymaster unless said.")
  private String group;

  @Option(
      names = "--quorum",
      paramLabel = "COUNT",
      description = "How many must see the master down; else a majority.")
  private Integer quorum;

  @Option(
      names = "--down-after",
      paramLabel = "MS",
      defaultValue = "5000",
      description = "How long the master may be silent, in ms; 5000 unless said.")
  private long downAfterMs;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      defaultValue = ".",
      description = "Where to; here unless said.")
  private Path folder;

  InitCommand(Screen screen, PrintWriter err) {
    this.screen = screen;
    this.err = err;
  }

  @Override
  public Integer call() {
    List<Address> coordinators = addresses();
    check(coordinators);
    Map<Path, List<String>> files = new LinkedHashMap<>();
    for (Address coordinator : coordinators) {
      String name = coordinator.host().replace(':', '_') + "-" + coordinator.port();
      Path file = folder.resolve("sentinel-" + name + ".conf");
      files.put(file, lines(coordinator, coordinators));
    }
    try {
      for (Path file : files.keySet()) {
        if (Files.exists(file)) {
          throw new FileAlreadyExistsException(file.toString());
        }
      }
      for (Map.Entry<Path, List<String>> file : files.entrySet()) {
        Files.write(file.getKey(), file.getValue(), StandardOpenOption.CREATE_NEW);
      }
    } catch (FileAlreadyExistsException e) {
      err.println("vedette: " + e.getMessage() + " is there already");
      return Exit.FAILED;
    } catch (IOException e) {
      err.println("vedette: can't write in " + folder + ": " + reason(e));
      return Exit.FAILED;
    }
    report(files.keySet().stream().toList());
    return Exit.OK;
  }

  private static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "there is no such folder";
    }
    return e instanceof AccessDeniedException ? "permission denied" : e.getMessage();
  }

  /** By hand: picocli would call a bad one of several an unknown word. */
  private List<Address> addresses() {
    try {
      return hosts.stream().map(new AddressWord.Coordinator()::convert).toList();
    } catch (TypeConversionException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private void check(List<Address> coordinators) {
    if (coordinators.size() < FEWEST) {
      throw wrong("three coordinators are the fewest: of two, no majority is left when one fails");
    }
    if (new HashSet<>(coordinators).size() < coordinators.size()) {
      throw wrong("each coordinator needs an address of its own");
    }
    if (!GroupName.isValid(group)) {
      throw wrong("--group: use letters, digits and the characters \".-_\"");
    }
    if (quorum != null && (quorum < 1 || quorum > coordinators.size())) {
      throw wrong("--quorum: expected 1 to " + coordinators.size());
    }
    if (downAfterMs < 1) {
      throw wrong("--down-after: expected 1 or more");
    }
  }

  private ParameterException wrong(String what) {
    return new ParameterException(spec.commandLine(), what);
  }

  private List<String> lines(Address coordinator, List<Address> coordinators) {
    boolean named = master.isNamed() || coordinators.stream().anyMatch(Address::isNamed);
    int majority = coordinators.size() / 2 + 1;
    List<String> lines = new ArrayList<>();
    lines.add("# The coordinator at " + coordinator + ", one of " + coordinators.size() + ".");
    lines.add("# The program writes its state into this file: it and its folder must be writable.");
    lines.add("port " + coordinator.port());
    if (!coordinator.isNamed()) {
      boolean loopback = coordinator.host().startsWith("127.");
      lines.add("bind " + coordinator.host() + (loopback ? "" : " 127.0.0.1"));
    }
    lines.add("# It is reached from elsewhere: let a firewall keep strangers away.");
    lines.add("protected-mode no");
    if (named) {
      lines.add("sentinel resolve-hostnames yes");
      lines.add("sentinel announce-hostnames yes");
    }
    lines.add("sentinel announce-ip " + coordinator.host());
    lines.add("sentinel announce-port " + coordinator.port());
    lines.add("");
    lines.add(
        "sentinel monitor %s %s %d %d"
            .formatted(group, master.host(), master.port(), quorum == null ? majority : quorum));
    lines.add("sentinel down-after-milliseconds " + group + " " + downAfterMs);
    lines.add("sentinel failover-timeout " + group + " " + Math.max(60_000, 2 * downAfterMs));
    lines.add("sentinel parallel-syncs " + group + " 1");
    lines.add("# Where the servers ask for a login:");
    lines.add("# sentinel auth-user " + group + " sentinel");
    lines.add("# sentinel auth-pass " + group + " secret");
    return lines;
  }

  private void report(List<Path> files) {
    if (json) {
      screen.line(Json.of(Map.of("files", files.stream().map(Path::toString).toList())));
      return;
    }
    files.forEach(file -> screen.line("wrote " + file));
    screen.line("On each host: vedette FILE. Then, on any: vedette status; vedette doctor.");
  }
}
