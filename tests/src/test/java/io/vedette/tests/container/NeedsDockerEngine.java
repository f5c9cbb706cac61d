package io.vedette.tests.container;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;

/**
 * Lets a test class run only where a Docker engine answers and has the images, or can pull them.
 *
 * <p>Elsewhere it prints one line saying that the tests did not run and why; with {@code CI=true}
 * it fails instead, since there everything has to run.
 */
final class NeedsDockerEngine implements ExecutionCondition {
  private static final long PULL_TIMEOUT_S = 240;
  private static final boolean EVERYTHING_RUNS = "true".equals(System.getenv("CI"));

  /** Log at length what the one line says already, or that the reaper is off, as it is to be. */
  private static final List<String> TALKATIVE =
      List.of(
          "org.testcontainers.dockerclient",
          "org.testcontainers.utility.ResourceReaper",
          "com.github.dockerjava.api.async.ResultCallbackTemplate");

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (context.getTestMethod().isPresent()) {
      return ConditionEvaluationResult.enabled("decided for the class");
    }
    if (!EVERYTHING_RUNS) {
      TALKATIVE.forEach(NeedsDockerEngine::silence);
    }
    Optional<String> obstacle = obstacle();
    if (obstacle.isEmpty()) {
      return ConditionEvaluationResult.enabled("a Docker engine answers and has the images");
    }
    String line =
        context.getRequiredTestClass().getSimpleName() + " did not run: " + obstacle.get();
    if (EVERYTHING_RUNS) {
      throw new IllegalStateException(line + "; with CI=true that is a failure");
    }
    System.out.println(line);
    return ConditionEvaluationResult.disabled(line);
  }

  private static void silence(String logger) {
    ((Logger) LoggerFactory.getLogger(logger)).setLevel(Level.OFF);
  }

  private static Optional<String> obstacle() {
    DockerClient docker;
    try {
      docker = DockerClientFactory.instance().client();
    } catch (IllegalStateException none) {
      return Optional.of("no Docker engine is reachable");
    } catch (RuntimeException e) {
      return Optional.of("the Docker engine is not usable (" + reason(e) + ")");
    }
    return Images.all().stream()
        .flatMap(image -> obstacleToImage(docker, image).stream())
        .findFirst();
  }

  /** Pulls by itself: Testcontainers would go on trying for minutes where there is no registry. */
  private static Optional<String> obstacleToImage(DockerClient docker, String image) {
    try {
      docker.inspectImageCmd(image).exec();
      return Optional.empty();
    } catch (NotFoundException absent) {
      return pull(docker, image);
    }
  }

  private static Optional<String> pull(DockerClient docker, String image) {
    try {
      if (docker.pullImageCmd(image).start().awaitCompletion(PULL_TIMEOUT_S, TimeUnit.SECONDS)) {
        return Optional.empty();
      }
      return Optional.of("pulling " + image + " took longer than " + PULL_TIMEOUT_S + " s");
    } catch (RuntimeException e) {
      return Optional.of(
          "cannot pull " + image + " (" + reason(e) + "); .ci/images makes local ones");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted while pulling " + image);
    }
  }

  private static String reason(RuntimeException e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message.lines().findFirst().orElse("");
  }
}
