package io.vedette.sentinel.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerProgramTest {
  @TempDir Path temp;

  @Test
  void theOneInThePathIsTaken() throws Exception {
    Path file = server("echo 'Valkey server v=8.1.0 sha=0:0'", "valkey-server");
    ServerProgram found = ServerProgram.find("/nowhere:" + temp, temp);
    assertThat(found).isEqualTo(new ServerProgram(file, "Valkey 8.1.0"));
  }

  @Test
  void oneThatDoesNotRunIsPassedOver() throws Exception {
    server("exit 127", "redis-server");
    Path file = server("echo 'Valkey server v=8.1.0 sha=0:0'", "valkey-server");
    assertThat(ServerProgram.find(temp.toString(), temp).file()).isEqualTo(file);
  }

  @Test
  void onAMachineWithoutAnyTheLibrarysIsUnpacked() throws Exception {
    ServerProgram found = ServerProgram.find("", temp);
    assertThat(found.file()).hasParent(temp).isExecutable();
    assertThat(found.name()).startsWith("Redis 6.2").endsWith("comes with Vedette");
  }

  @ParameterizedTest
  @CsvSource({"linux,amd64", "linux,aarch64", "mac os x,x86_64", "mac os x,aarch64"})
  void theLibraryHoldsOneForEachSystem(String os, String cpu) {
    assertThat(ServerProgram.bundled(os, cpu))
        .isNotEmpty()
        .allSatisfy(name -> assertThat(getClass().getResource("/" + name)).isNotNull());
  }

  private Path server(String script, String name) throws Exception {
    Path file = temp.resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }
}
