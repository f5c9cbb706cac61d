package io.vedette.sentinel.tls;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Behind {@link RequiresOpenssl}. */
final class OpensslCondition implements ExecutionCondition {
  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if ("true".equals(System.getenv("CI")) || isOnPath("openssl")) {
      return ConditionEvaluationResult.enabled("openssl is needed, and expected");
    }
    String reason = context.getDisplayName() + " did not run: no openssl on the PATH";
    System.out.println(reason);
    return ConditionEvaluationResult.disabled(reason);
  }

  private static boolean isOnPath(String program) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":", -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
