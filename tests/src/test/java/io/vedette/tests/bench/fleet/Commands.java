package io.vedette.tests.bench.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a server answers on one connection. RESP2 until HELLO 3. */
final class Commands {
  private static final String OK = "+OK\r\n";

  private final Instance instance;
  private final Session session;
  private final Output out;
  private boolean resp3;

  /** What stands between MULTI and EXEC; null: there is no transaction. */
  private List<List<String>> transaction;

  Commands(Instance instance, Session session, Output out) {
    this.instance = instance;
    this.session = session;
    this.out = out;
  }

  void answer(List<String> request) {
    String name = request.get(0).toUpperCase(Locale.ROOT);
    if (transaction != null && !name.equals("EXEC")) {
      transaction.add(request);
      out.add("+QUEUED\r\n");
    } else {
      answer(name, request);
    }
  }

  private void answer(String name, List<String> request) {
    switch (name) {
      case "PING" -> out.add("+PONG\r\n");
      case "PUBLISH" -> out.number(':', instance.publish(request.get(1), request.get(2)));
      case "INFO" -> info();
      case "HELLO" -> hello(request);
      case "AUTH", "CONFIG" -> out.add(OK);
      case "CLIENT" -> client(request);
      case "SUBSCRIBE" -> subscribe(request.get(1));
      case "MULTI" -> {
        transaction = new ArrayList<>();
        out.add(OK);
      }
      case "EXEC" -> exec();
      case "SLAVEOF", "REPLICAOF" -> replicaof(request.get(1), request.get(2));
      case "ROLE" -> role();
      case "SCRIPT" -> out.add("-NOTBUSY No scripts in execution right now.\r\n");
      default -> out.add("-ERR unknown command '" + name + "'\r\n");
    }
  }

  private void info() {
    byte[] text = InfoText.of(instance);
    if (resp3) {
      out.number('=', text.length + 4L).add("txt:");
    } else {
      out.number('$', text.length);
    }
    out.add(text).add("\r\n");
  }

  private void hello(List<String> request) {
    resp3 = request.size() > 1 && request.get(1).equals("3");
    out.add(resp3 ? "%7\r\n" : "*14\r\n");
    out.bulk("server").bulk("redis").bulk("version").bulk("7.0.15");
    out.bulk("proto").number(':', resp3 ? 3 : 2).bulk("id").number(':', 1);
    out.bulk("mode").bulk("standalone");
    out.bulk("role").bulk(instance.isMaster() ? "master" : "replica");
    out.bulk("modules").add("*0\r\n");
  }

  private void client(List<String> request) {
    if (request.get(1).equalsIgnoreCase("KILL")) {
      out.number(':', instance.closeOthers(session, request.get(3).equalsIgnoreCase("pubsub")));
    } else {
      out.add(OK);
    }
  }

  private void subscribe(String channel) {
    instance.subscribers().add(session);
    out.add(resp3 ? ">3\r\n" : "*3\r\n").bulk("subscribe").bulk(channel).number(':', 1);
  }

  void push(String kind, String channel, String payload) {
    out.add(resp3 ? ">3\r\n" : "*3\r\n").bulk(kind).bulk(channel).bulk(payload);
  }

  private void exec() {
    if (transaction == null) {
      out.add("-ERR EXEC without MULTI\r\n");
      return;
    }
    List<List<String>> requests = transaction;
    transaction = null;
    out.number('*', requests.size());
    requests.forEach(this::answer);
  }

  private void replicaof(String host, String port) {
    if (host.equalsIgnoreCase("NO")) {
      instance.promote();
    } else {
      instance.follow(instance.at(host, port));
    }
    out.add(OK);
  }

  private void role() {
    if (instance.isMaster()) {
      out.add("*3\r\n").bulk("master").number(':', instance.offset()).add("*0\r\n");
    } else {
      out.add("*5\r\n").bulk("slave").bulk(instance.masterHost());
      out.number(':', instance.masterPort());
      out.bulk(instance.isLinkUp() ? "connected" : "connect").number(':', instance.offset());
    }
  }
}
