package io.vedette.tests.simulation.world;

import io.vedette.quorum.Coordinator;
import io.vedette.quorum.Effect;
import io.vedette.quorum.Input;
import io.vedette.quorum.Ticket;
import io.vedette.quorum.gossip.Hello;
import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.Epoch;
import io.vedette.quorum.model.GroupConfig;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.LinkId;
import io.vedette.quorum.options.GroupOptions;
import io.vedette.quorum.view.CoordinatorView;
import io.vedette.quorum.view.Flag;
import io.vedette.quorum.view.GroupView;
import io.vedette.quorum.view.NodeView;
import io.vedette.tests.simulation.scenario.Choices;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A coordinator process around the real core: a mailbox, a disk, a clock, links. It does what
 * {@code CoordinatorLoop} does: takes all that waits, decides, saves once, and then acts; while it
 * saves, what arrives waits.
 */
public final class VedetteProcess extends CoordinatorNode {
  private static final long SAVE_AGAIN_MS = 1_000;
  private static final long LOOK_PERIOD_MS = 1_000;

  private final List<GroupConfig> configured;
  private final SplittableRandom random;
  private final Disk disk;
  private final KeptMemory memory = new KeptMemory();
  private final List<Input> mailbox = new ArrayList<>();
  private final List<Runnable> notes = new ArrayList<>();
  private final Map<Ticket, Asked> questions = new LinkedHashMap<>();
  private LocalClock clock;
  private long clockRate = 1_000_000;
  private long wallClockOff;
  private Coordinator core;
  private VedetteEffects effects;
  private Knowledge knowledge;
  private LatestView latest;
  private CoordinatorView view;
  private List<GroupView> changed = List.of();
  private long viewAt;
  private long lastTicket;
  private long excusedMs;
  private long lastExcusedMs;
  private long steps;
  private long decidedAt;
  private boolean isDrainPlanned;
  private boolean isSaving;
  private boolean isSaved;
  private long saveAgainAt;
  private long timerAt;
  private int timer;
  private boolean hasForgotten;
  private Choices file;
  private Choices choices;

  VedetteProcess(World world, int number, int host, Address address, List<GroupConfig> configured) {
    super(world, "c", number, host, address);
    this.configured = configured;
    file = world.choices();
    choices = file;
    random = world.random().split();
    disk = new Disk(random.split());
  }

  // Life.

  /** Starts from what was saved, or from the configuration. */
  @Override
  void start() {
    world().network().power(host(), true);
    begin();
    mailbox.clear();
    notes.clear();
    questions.clear();
    isDrainPlanned = false;
    isSaving = false;
    isSaved = true;
    excusedMs = 0;
    saveAgainAt = Coordinator.NO_DEADLINE;
    timerAt = Scheduler.NEVER;
    clock = new LocalClock(world().now(), 1);
    clock.rate(clockRate, world().now());
    knowledge = new Knowledge();
    effects = new VedetteEffects(this);
    CoordinatorView saved = disk.saved();
    core =
        new Coordinator(
            SavedState.config(runId(), address().port(), configured, saved), random.split(), 1);
    core.take(new Input.Recall(memory.recall(wallClock())), now());
    choices = file;
    core.take(new Input.SetOptions(GroupOptions.of(choices.values())), now());
    view = core.view();
    latest = new LatestView(view);
    changed = view.groups();
    viewAt = now();
    noteKnownPeers(view);
    world().witness().onStart(this, view);
    List<Effect> first = new ArrayList<>();
    first.add(new Effect.SaveState());
    first.addAll(core.start(now()));
    carryOut(first);
  }

  private void noteKnownPeers(CoordinatorView known) {
    for (GroupView group : known.groups()) {
      group.peers().forEach(peer -> knowledge.meet(group.name(), peer.runId(), peer.address()));
    }
  }

  /** What the disk lied about is gone with the power. */
  @Override
  void crash(boolean withPower) {
    if (!isRunning()) {
      return;
    }
    world().witness().onCrash(this);
    end();
    dropConnections(withPower);
    effects.dropAll(withPower);
    if (withPower) {
      hasForgotten |= disk.losePower();
      world().network().power(host(), false);
    }
  }

  @Override
  void resume() {
    letGo();
    // Its own thread may be the first to go on, before what has arrived is read.
    if (random.nextBoolean()) {
      drainInbox();
    } else {
      world().later(1, this::drainInbox);
    }
    wake();
  }

  /** Its connections pass nothing any more. */
  void loseConnectionsSilently() {
    effects.forEachConnection(Connection::makeHalfOpen);
  }

  // Time.

  /** Its own monotonic time. */
  public long now() {
    return clock.local(world().now());
  }

  void clockRate(long ppm) {
    clockRate = ppm;
    if (isRunning()) {
      clock.rate(ppm, world().now());
      armTimer();
    }
  }

  void clockJump(long ms) {
    if (isRunning()) {
      clock.rate(clockRate, world().now());
      clock.jump(ms);
      armTimer();
    }
  }

  /** The time of day on its host. */
  private long wallClock() {
    return world().now() + wallClockOff;
  }

  void wallClockJump(long ms) {
    wallClockOff += ms;
  }

  // The loop.

  /** An input arrives in the mailbox. */
  void offer(Input input) {
    offer(input, () -> {});
  }

  /** An input arrives in the mailbox; what it teaches is noted when the core takes it. */
  void offer(Input input, Runnable note) {
    mailbox.add(input);
    notes.add(note);
    wake();
  }

  private void wake() {
    if (!isDrainPlanned && isRunning()) {
      isDrainPlanned = true;
      int mine = life();
      world()
          .later(
              0,
              () -> {
                if (mine == life()) {
                  isDrainPlanned = false;
                  drain();
                }
              });
    }
  }

  private void drain() {
    if (!isAwake() || isSaving) {
      return;
    }
    if (now() >= saveAgainAt) {
      carryOut(List.of(new Effect.SaveState()));
      if (isSaving || !isRunning()) {
        return;
      }
    }
    long now = now();
    long lateMs = now - excusedMs - core.nextDeadline();
    lastExcusedMs = excusedMs;
    excusedMs = 0;
    steps++;
    decidedAt = now;
    int taken = batch();
    for (int i = 0; i < taken; i++) {
      notes.get(i).run();
      core.take(mailbox.get(i), now);
    }
    mailbox.subList(0, taken).clear();
    notes.subList(0, taken).clear();
    List<Effect> decided = core.settle(now);
    world().trace().step(this, taken, decided.size());
    world().witness().onStep(this, taken, lateMs, decided);
    carryOut(decided);
  }

  /** How much is taken at once: all, but a REMOVE by itself, so that who looks on sees it. */
  private int batch() {
    for (int i = 0; i < mailbox.size(); i++) {
      if (mailbox.get(i) instanceof Input.Remove) {
        return Math.max(1, i);
      }
    }
    return mailbox.size();
  }

  private void carryOut(List<Effect> decided) {
    boolean isToSave = false;
    boolean isEventful = false;
    for (Effect effect : decided) {
      isToSave |= effect instanceof Effect.SaveState;
      isEventful |= effect instanceof Effect.Publish;
    }
    if (!isToSave) {
      look(isEventful);
      effects.carryOut(decided, false);
      settled();
      return;
    }
    CoordinatorView state = latest.with(core.takeViewChange());
    long before = now();
    long ms = disk.saveMs();
    if (ms == 0) {
      saved(decided, state, before);
    } else {
      isSaving = true;
      int mine = life();
      world()
          .later(
              ms,
              () -> {
                if (mine == life()) {
                  receive(() -> saved(decided, state, before));
                }
              });
    }
  }

  private void saved(List<Effect> decided, CoordinatorView state, long before) {
    isSaving = false;
    boolean wasSaved = isSaved;
    isSaved = !disk.fails();
    Optional<Input> news = Optional.empty();
    if (isSaved) {
      disk.save(state);
      saveAgainAt = Coordinator.NO_DEADLINE;
      news = wasSaved ? Optional.empty() : Optional.of(new Input.StateSaved());
    } else {
      saveAgainAt = now() + SAVE_AGAIN_MS;
      news = wasSaved ? Optional.of(new Input.StateUnsaved("disk full")) : Optional.empty();
    }
    excuse(before);
    look(true);
    effects.carryOut(decided, !isSaved);
    if (news.isPresent() && isRunning()) {
      excusedMs = 0;
      core.take(news.get(), now());
      carryOut(core.settle(now()));
    } else {
      settled();
    }
  }

  private void excuse(long before) {
    excusedMs += now() - before;
    core.excuse(now() - before);
  }

  private void settled() {
    if (!isRunning()) {
      return;
    }
    armTimer();
    if (!mailbox.isEmpty()) {
      wake();
    }
  }

  private void armTimer() {
    long deadline = Math.min(core.nextDeadline(), saveAgainAt);
    if (deadline == Coordinator.NO_DEADLINE) {
      return;
    }
    long at = Math.max(clock.world(deadline), world().now());
    if (at >= timerAt) {
      // The one that is armed comes first, and looks again.
      return;
    }
    timerAt = at;
    int mine = ++timer;
    world()
        .at(
            at,
            () -> {
              if (mine == timer && isRunning()) {
                timerAt = Scheduler.NEVER;
                onTimer();
              }
            });
  }

  private void onTimer() {
    if (isSaving || isPaused()) {
      return;
    }
    if (now() >= Math.min(core.nextDeadline(), saveAgainAt)) {
      wake();
    } else {
      armTimer();
    }
  }

  /** What queries are answered from, taken when something may have changed, and now and then. */
  private void look(boolean isEventful) {
    if (isEventful || now() - viewAt >= LOOK_PERIOD_MS) {
      view = latest.with(core.takeViewChange());
      changed = latest.takeChanged();
      viewAt = now();
      if (!disk.fails()) {
        memory.keep(view, viewAt, wallClock(), world().now());
      }
      world().witness().onView(this, view);
    }
  }

  // What others ask of it.

  @Override
  void ping(Consumer<Input.PingAnswer> reply) {
    reply.accept(Input.PingAnswer.PONG);
  }

  @Override
  void publish(Hello hello, Connection from) {
    hear(hello, Optional.empty());
  }

  @Override
  void hear(Connection on, Hello hello) {
    hear(hello, Optional.of((LinkId) on.owner()));
  }

  private void hear(Hello hello, Optional<LinkId> via) {
    offer(
        new Input.HelloHeard(via, hello),
        () -> {
          if (!hello.runId().equals(runId()) && watches(hello.group())) {
            knowledge.meet(hello.group(), hello.runId(), hello.sender());
            knowledge.group(hello.group()).peer(hello.runId()).hello(hello, now());
          }
        });
  }

  @Override
  void ask(Question question, Consumer<Answer> reply) {
    Ticket ticket = new Ticket(++lastTicket);
    questions.put(ticket, new Asked(question, reply));
    offer(new Input.PeerAsks(ticket, question.master(), question.epoch(), question.candidate()));
  }

  /** A question that is not answered yet. */
  record Asked(Question question, Consumer<Answer> reply) {}

  /** What was asked under this ticket; null: nobody waits for an answer. */
  Asked asked(Ticket ticket) {
    return questions.remove(ticket);
  }

  /** An administrator's command. */
  void command(Function<Ticket, Input> command, Runnable note) {
    if (isRunning()) {
      Input input = command.apply(new Ticket(++lastTicket));
      receive(() -> offer(input, note));
    }
  }

  /** Its options file is another from now on; it is read when it is noticed. */
  void choose(Choices other) {
    file = other;
    if (isRunning()) {
      Input input = new Input.SetOptions(GroupOptions.of(other.values()));
      receive(() -> offer(input, () -> choices = other));
    }
  }

  /** Which of Vedette's own options it goes by. */
  public Choices choices() {
    return choices;
  }

  @Override
  public Optional<Address> published(GroupName group) {
    return seen(group).map(GroupView::published);
  }

  @Override
  Optional<Address> told(GroupName group) {
    return seen(group).filter(view -> !view.stale()).map(GroupView::published);
  }

  @Override
  public Epoch configEpoch(GroupName group) {
    return seen(group).map(GroupView::configEpoch).orElse(Epoch.ZERO);
  }

  @Override
  public boolean isAtRest(GroupName name) {
    Optional<GroupView> group = seen(name);
    return group.isPresent()
        && !group.get().stale()
        && group.get().failoverState().equals("none")
        && isFine(group.get().master().flags())
        && group.get().replicas().stream().allMatch(this::isFineOrGone)
        && group.get().peers().stream().allMatch(peer -> isFine(peer.flags()))
        && group.get().peers().size() == world().coordinators().size() - 1
        && knowsAll(group.get());
  }

  private boolean knowsAll(GroupView group) {
    Set<Endpoint> known = new HashSet<>();
    known.add(world().endpointAt(group.published()));
    group.replicas().forEach(replica -> known.add(world().endpointAt(replica.address())));
    return known.containsAll(world().group(group.name()).servers());
  }

  /** Where nobody is any more, nobody can be reached: such a replica is not forgotten by itself. */
  private boolean isFineOrGone(NodeView replica) {
    return world().endpointAt(replica.address()) == null || isFine(replica.flags());
  }

  private static boolean isFine(Set<Flag> flags) {
    return !flags.contains(Flag.S_DOWN)
        && !flags.contains(Flag.O_DOWN)
        && !flags.contains(Flag.DISCONNECTED);
  }

  private boolean watches(GroupName name) {
    return seen(name).isPresent();
  }

  /** A group as it was last seen; empty: it is not watched. */
  public Optional<GroupView> seen(GroupName name) {
    for (GroupView group : view.groups()) {
      if (group.name().equals(name)) {
        return Optional.of(group);
      }
    }
    return Optional.empty();
  }

  // For who looks on.

  /** What was seen last; null before its first start. */
  public CoordinatorView view() {
    return view;
  }

  /** The groups that may be different from the view before this one. */
  public List<GroupView> changed() {
    return changed;
  }

  /** What has been told it in this life. */
  public Knowledge knowledge() {
    return knowledge;
  }

  /** What is on its disk, as it believes; null: nothing. */
  public CoordinatorView saved() {
    return disk.saved();
  }

  /** Whether a disk that lied has ever lost something that it believes saved. */
  public boolean hasForgotten() {
    return hasForgotten;
  }

  /** When it has decided last, in its own time. */
  public long decidedAt() {
    return decidedAt;
  }

  /** For how much of its delay that decision was excused. */
  public long lastExcusedMs() {
    return lastExcusedMs;
  }

  /** How often it has decided. */
  public long steps() {
    return steps;
  }

  /** When the core next wants to be called, in local time. */
  public long nextDeadline() {
    return core.nextDeadline();
  }

  Disk disk() {
    return disk;
  }
}
