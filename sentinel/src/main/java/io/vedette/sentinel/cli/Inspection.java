package io.vedette.sentinel.cli;

import io.vedette.quorum.model.Address;
import io.vedette.sentinel.cli.client.Access;
import io.vedette.sentinel.cli.client.AskException;
import io.vedette.sentinel.cli.client.Servers;
import io.vedette.sentinel.cli.doctor.Finding;
import io.vedette.sentinel.cli.survey.GroupPicture;
import io.vedette.sentinel.cli.survey.Survey;
import io.vedette.sentinel.runtime.DaemonThreads;
import io.vedette.sentinel.runtime.Inspector;
import io.vedette.sentinel.runtime.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What the commands do, for a coordinator that is asked over HTTP: one question after the other, on
 * a thread of its own that ends when nothing is asked. What was found out a moment ago is told
 * again, so that many who ask cost no more than one.
 */
public final class Inspection implements Inspector {
  private static final int MOST_WAITING = 32;
  private static final long IDLE_SECONDS = 30;
  private static final long STATUS_NANOS = TimeUnit.MILLISECONDS.toNanos(900);
  private static final long DOCTOR_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Supplier<List<Address>> coordinators;
  private final Supplier<Access> access;
  private final Function<String, Access> nodeAccess;
  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(MOST_WAITING),
          DaemonThreads.named("inspection"));

  /** Of the answers of a moment ago; used by the thread only. */
  private final Map<String, Known> known = new LinkedHashMap<>();

  private record Known(String json, long atNanos) {}

  /**
   * One that has asked nobody yet.
   *
   * @param coordinators whom to ask first: this one
   * @param access how to get into coordinators
   * @param nodeAccess how to get into the servers of a group
   */
  public Inspection(
      Supplier<List<Address>> coordinators,
      Supplier<Access> access,
      Function<String, Access> nodeAccess) {
    this.coordinators = coordinators;
    this.access = access;
    this.nodeAccess = nodeAccess;
    thread.allowCoreThreadTimeOut(true);
  }

  private interface Work {
    String of(Servers servers, Survey survey) throws AskException;
  }

  @Override
  public CompletionStage<String> status(String group) {
    return recent(
        "status " + group,
        STATUS_NANOS,
        (servers, survey) -> {
          List<GroupPicture> groups = new ArrayList<>();
          for (String name : names(survey, group)) {
            groups.add(survey.group(name));
          }
          return Json.of(StatusText.json(groups, ClusterStatus.of(groups)));
        });
  }

  @Override
  public CompletionStage<String> doctor(String group) {
    return recent(
        "doctor " + group,
        DOCTOR_NANOS,
        (servers, survey) -> {
          List<Finding> findings = new ArrayList<>();
          for (String name : names(survey, group)) {
            try (Servers nodes = new Servers(nodeAccess.apply(name))) {
              findings.addAll(Examination.of(survey, nodes, name));
            }
          }
          return Json.of(Examination.json(findings));
        });
  }

  private static List<String> names(Survey survey, String group) throws AskException {
    return List.copyOf(group.isEmpty() ? survey.groups() : survey.groups(group));
  }

  @Override
  public CompletionStage<String> pause(String group, long seconds) {
    return tell(group, "can't be paused: no Vedette", "PAUSE", group, Long.toString(seconds));
  }

  @Override
  public CompletionStage<String> resume(String group) {
    return tell(group, "was never paused: no Vedette", "RESUME", group);
  }

  private CompletionStage<String> tell(String group, String unable, String... words) {
    return submit(
        () ->
            ask(
                (servers, survey) -> {
                  Announcement announcement = new Announcement(servers, survey);
                  announcement.tell(group, unable, words);
                  return announcement.json();
                }));
  }

  private CompletionStage<String> recent(String what, long nanos, Work work) {
    return submit(
        () -> {
          known.values().removeIf(one -> System.nanoTime() - one.atNanos() > DOCTOR_NANOS);
          Known before = known.get(what);
          if (before != null && System.nanoTime() - before.atNanos() < nanos) {
            return before.json();
          }
          String json = ask(work);
          known.put(what, new Known(json, System.nanoTime()));
          return json;
        });
  }

  private interface Task {
    String run() throws AskException;
  }

  private CompletionStage<String> submit(Task task) {
    CompletableFuture<String> answer = new CompletableFuture<>();
    try {
      thread.execute(
          () -> {
            try {
              answer.complete(task.run());
            } catch (AskException | RuntimeException e) {
              answer.completeExceptionally(e);
            }
          });
    } catch (RejectedExecutionException full) {
      answer.completeExceptionally(
          new IllegalStateException("too much is asked at the same time, try again"));
    }
    return answer;
  }

  private String ask(Work work) throws AskException {
    List<Address> first = coordinators.get();
    if (first.isEmpty()) {
      throw new IllegalStateException("this coordinator listens on no port of TCP");
    }
    try (Servers servers = new Servers(access.get());
        Survey survey = new Survey(servers, first)) {
      return work.of(servers, survey);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
