package io.vedette.sentinel.runtime;

import io.vedette.quorum.AdminAnswer;
import io.vedette.quorum.Effect;
import io.vedette.quorum.Ticket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries effects out, through the ports. On the coordinator's thread. */
final class EffectCarrier implements Effect.Handler {
  private static final Logger LOG = LoggerFactory.getLogger(EffectCarrier.class);

  private final Ports ports;
  private final Map<Ticket, CompletableFuture<AdminAnswer>> changes;
  private final Map<Ticket, CompletableFuture<Effect.AnswerPeer>> questions;

  /** Whether the state could not be saved: nobody may be told what depends on it. */
  private boolean holdsBack;

  EffectCarrier(
      Ports ports,
      Map<Ticket, CompletableFuture<AdminAnswer>> changes,
      Map<Ticket, CompletableFuture<Effect.AnswerPeer>> questions) {
    this.ports = ports;
    this.changes = changes;
    this.questions = questions;
  }

  boolean isSave(Effect effect) {
    return effect instanceof Effect.SaveState;
  }

  /** One after the other; a failing one does not keep the others from being carried out. */
  void carryOut(List<Effect> effects, boolean holdBack) {
    holdsBack = holdBack;
    for (Effect effect : effects) {
      try {
        effect.dispatchTo(this);
      } catch (RuntimeException e) {
        LOG.error("unexpected failure while carrying out {}", effect, e);
      }
    }
  }

  @Override
  public void onSaveState() {
    // Saved once for the whole batch, before the first effect.
  }

  @Override
  public void onPublish(Effect.Publish effect) {
    for (EventListener listener : ports.listeners()) {
      listener.onEvent(effect.event());
    }
  }

  @Override
  public void onConnect(Effect.Connect effect) {
    ports.links().connect(effect.link(), effect.target());
  }

  @Override
  public void onResolveHost(Effect.ResolveHost effect) {
    ports.hosts().resolve(effect.name());
  }

  @Override
  public void onDisconnect(Effect.Disconnect effect) {
    ports.links().disconnect(effect.link());
  }

  @Override
  public void onLogIn(Effect.LogIn effect) {
    ports.links().logIn(effect.link(), effect.target());
  }

  @Override
  public void onPing(Effect.Ping effect) {
    ports.links().ping(effect.link());
  }

  @Override
  public void onInfo(Effect.Info effect) {
    ports.links().info(effect.link());
  }

  @Override
  public void onAskCluster(Effect.AskCluster effect) {
    ports.links().askCluster(effect.link());
  }

  @Override
  public void onPromoteInShard(Effect.PromoteInShard effect) {
    if (!holdsBack) {
      ports.links().promoteInShard(effect.link(), effect.how());
    }
  }

  @Override
  public void onPublishHello(Effect.PublishHello effect) {
    if (!holdsBack) {
      ports.links().publishHello(effect.link(), effect.hello());
    }
  }

  @Override
  public void onResubscribe(Effect.Resubscribe effect) {
    ports.links().resubscribe(effect.link());
  }

  @Override
  public void onReplicaof(Effect.Replicaof effect) {
    if (!holdsBack) {
      ports.links().replicaof(effect.link(), effect.master());
    }
  }

  @Override
  public void onPauseWrites(Effect.PauseWrites effect) {
    ports.links().pauseWrites(effect.link(), effect.ms());
  }

  @Override
  public void onResumeWrites(Effect.ResumeWrites effect) {
    ports.links().resumeWrites(effect.link());
  }

  @Override
  public void onHandOver(Effect.HandOver effect) {
    if (!holdsBack) {
      ports.links().handOver(effect.link(), effect.replica());
    }
  }

  @Override
  public void onAbortHandOver(Effect.AbortHandOver effect) {
    ports.links().abortHandOver(effect.link());
  }

  @Override
  public void onReleaseClients(Effect.ReleaseClients effect) {
    ports.links().releaseClients(effect.link());
  }

  @Override
  public void onKillScript(Effect.KillScript effect) {
    ports.links().killScript(effect.link());
  }

  @Override
  public void onAskPeer(Effect.AskPeer effect) {
    if (!holdsBack || effect.candidate().isEmpty()) {
      ports
          .links()
          .askPeer(
              effect.link(), effect.group(), effect.master(), effect.epoch(), effect.candidate());
    }
  }

  @Override
  public void onAnswerPeer(Effect.AnswerPeer effect) {
    CompletableFuture<Effect.AnswerPeer> answer = questions.remove(effect.ticket());
    if (answer == null) {
      return;
    }
    if (holdsBack) {
      answer.completeExceptionally(new IllegalStateException("the state could not be saved"));
    } else {
      answer.complete(effect);
    }
  }

  @Override
  public void onAnswerAdmin(Effect.AnswerAdmin effect) {
    CompletableFuture<AdminAnswer> answer = changes.remove(effect.ticket());
    if (answer != null) {
      boolean isUnsaved = holdsBack && effect.answer().code() == AdminAnswer.Code.OK;
      answer.complete(isUnsaved ? AdminAnswer.of(AdminAnswer.Code.NOT_SAVED) : effect.answer());
    }
  }

  @Override
  public void onRunNotificationScript(Effect.RunNotificationScript effect) {
    ports
        .scripts()
        .enqueue(effect.path(), List.of(effect.event().type().channel(), effect.event().payload()));
  }

  @Override
  public void onRunReconfigScript(Effect.RunReconfigScript effect) {
    ports
        .scripts()
        .enqueue(
            effect.path(),
            List.of(
                effect.group().value(),
                effect.leader() ? "leader" : "observer",
                "start",
                effect.from().host(),
                Integer.toString(effect.from().port()),
                effect.to().host(),
                Integer.toString(effect.to().port())));
  }

  @Override
  public void onExit(Effect.Exit effect) {
    ports.exit().accept(effect.code());
  }
}
