package io.vedette.sentinel.server.command;

import io.vedette.quorum.model.Address;
import io.vedette.quorum.view.GroupView;
import io.vedette.sentinel.runtime.Coordination;
import io.vedette.sentinel.server.resp.ReplyWriter;
import java.util.List;

/**
 * GET-MASTER-ADDR-BY-NAME, what every client asks whenever it connects: for repeated questions the
 * answer stands ready until the address is another one. Whether there is such a group, and whether
 * it may be told where its master is, is looked up each time.
 */
final class MasterAddress implements Handler {
  private final Coordination coordination;

  MasterAddress(Coordination coordination) {
    this.coordination = coordination;
  }

  @Override
  public void run(Client client, List<String> words, ReplyWriter reply) {
    GroupView group = tellable(words.get(2), reply);
    if (group != null) {
      write(group.published(), reply);
    }
  }

  /** The group if its address may be told; else the client has been told why not, and null. */
  private GroupView tellable(String name, ReplyWriter reply) {
    GroupView group = coordination.view().group(name);
    if (group == null) {
      reply.nullArray();
      return null;
    }
    if (group.stale()) {
      reply.error("ISOLATED No majority of Sentinels can be reached from here, ask another one");
      return null;
    }
    return group;
  }

  private static void write(Address address, ReplyWriter reply) {
    reply.array(2);
    reply.bulk(address.host());
    reply.bulk(address.port());
  }

  @Override
  public Handler repeated(List<String> words) {
    return new OfOneGroup(words.get(2));
  }

  /** Of one group, with the answer as it was given last. */
  private final class OfOneGroup implements Handler {
    private final String name;
    private Address told;
    private byte[] answer;

    OfOneGroup(String name) {
      this.name = name;
    }

    @Override
    public void run(Client client, List<String> words, ReplyWriter reply) {
      GroupView group = tellable(name, reply);
      if (group == null) {
        return;
      }
      Address now = group.published();
      if (isTold(now)) {
        reply.encoded(answer);
        return;
      }
      // Arrays of bulk strings are the same in both protocols.
      int before = reply.size();
      write(now, reply);
      answer = reply.copyFrom(before);
      told = now;
    }

    /** To the letter: addresses whose hosts differ by upper and lower case are equal. */
    private boolean isTold(Address now) {
      return told != null && now.port() == told.port() && now.host().equals(told.host());
    }
  }
}
