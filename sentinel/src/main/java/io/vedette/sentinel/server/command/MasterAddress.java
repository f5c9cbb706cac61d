package io.vedette.sentinel.server.command;

import io.vedette.quorum.model.Address;
import io.vedette.quorum.view.GroupView;
import io.vedette.sentinel.runtime.Coordination;
import io.vedette.sentinel.server.resp.ReplyWriter;
import java.util.List;

/**
 * GET-MASTER-ADDR-BY-NAME, what every client asks whenever it connects: for repeated questions the
 * answer stands ready until the address is another one.
 */
final class MasterAddress implements Handler {
  private final Coordination coordination;

  MasterAddress(Coordination coordination) {
    this.coordination = coordination;
  }

  @Override
  public void run(Client client, List<String> words, ReplyWriter reply) {
    GroupView group = coordination.view().group(words.get(2));
    if (group == null) {
      reply.nullArray();
    } else {
      write(group.published(), reply);
    }
  }

  private static void write(Address address, ReplyWriter reply) {
    reply.array(2);
    reply.bulk(address.host());
    reply.bulk(address.port());
  }

  @Override
  public Handler repeated(List<String> words) {
    return new OfOneGroup(coordination, words.get(2));
  }

  /** Of one group, with the answer as it was given last. */
  private static final class OfOneGroup implements Handler {
    private final Coordination coordination;
    private final String name;
    private Address told;
    private byte[] answer;

    OfOneGroup(Coordination coordination, String name) {
      this.coordination = coordination;
      this.name = name;
    }

    @Override
    public void run(Client client, List<String> words, ReplyWriter reply) {
      GroupView group = coordination.view().group(name);
      if (group == null) {
        reply.nullArray();
        return;
      }
      Address now = group.published();
      if (now.equals(told)) {
        reply.encoded(answer);
        return;
      }
      // Arrays of bulk strings are the same in both protocols.
      int before = reply.size();
      write(now, reply);
      answer = reply.copyFrom(before);
      told = now;
    }
  }
}
