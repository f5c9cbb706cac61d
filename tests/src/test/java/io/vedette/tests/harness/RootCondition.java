package io.vedette.tests.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** See {@link RequiresRoot}. */
final class RootCondition implements ExecutionCondition {
  private static final String PROBLEM = problem();

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (PROBLEM.isEmpty()) {
      return ConditionEvaluationResult.enabled("file systems can be mounted");
    }
    String reason = context.getDisplayName() + " did not run: " + PROBLEM;
    if ("true".equals(System.getenv("CI"))) {
      throw new IllegalStateException(reason);
    }
    System.err.println(reason);
    return ConditionEvaluationResult.disabled(reason);
  }

  private static String problem() {
    try {
      Path folder = Files.createTempDirectory("vedette-mount");
      try (Mounts mounts = new Mounts()) {
        mounts.tmpfs(folder, 64);
        return "";
      } catch (IllegalStateException e) {
        return e.getMessage();
      } finally {
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
