package io.vedette.tests.simulation.scenario;

/** What happens to the network. Hosts are counted from 0: coordinators, servers, clients. */
public sealed interface NetworkFault extends Fault {
  /** Calls the method for this fault. */
  void dispatchTo(Handler handler);

  @Override
  default void dispatchTo(Fault.Handler handler) {
    dispatchTo(handler.network());
  }

  /** Nothing passes between two hosts, or only one way. */
  record Cut(int host, int other, Direction direction, int forMs) implements NetworkFault {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onCut(this);
    }
  }

  /** Nothing passes from, or to, a server's host. */
  record IsolateServer(int group, int server, Direction direction, int forMs)
      implements NetworkFault {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onIsolateServer(this);
    }
  }

  /** Nothing passes from, or to, a coordinator's host. */
  record IsolateCoordinator(int coordinator, Direction direction, int forMs)
      implements NetworkFault {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onIsolateCoordinator(this);
    }
  }

  /** The hosts fall apart into two halves, drawn by a number of its own. */
  record Split(int salt, Direction direction, int forMs) implements NetworkFault {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onSplit(this);
    }
  }

  /** Everything takes up to so much longer, and so many of a thousand packets are lost. */
  record Worsen(int slowMs, int lossPerMille, int forMs) implements NetworkFault {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onWorsen(this);
    }
  }

  /** The same for what goes to and from one server. */
  record WorsenServer(int group, int server, int slowMs, int lossPerMille, int forMs)
      implements NetworkFault {
    @Override
    public void dispatchTo(Handler handler) {
      handler.onWorsenServer(this);
    }
  }

  /** One method per fault. */
  interface Handler {
    void onCut(Cut fault);

    void onIsolateServer(IsolateServer fault);

    void onIsolateCoordinator(IsolateCoordinator fault);

    void onSplit(Split fault);

    void onWorsen(Worsen fault);

    void onWorsenServer(WorsenServer fault);
  }
}
