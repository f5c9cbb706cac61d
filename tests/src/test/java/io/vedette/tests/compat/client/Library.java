package io.vedette.tests.compat.client;

import java.nio.file.Path;
import java.util.Locale;

/** The libraries, each by its own support for Sentinel. */
public enum Library {
  LETTUCE {
    @Override
    public WritingClient start(Entrance entrance, Path folder) {
      return new WritingThread(key(), LettuceWriter.plain(entrance));
    }
  },
  LETTUCE_MASTER_REPLICA {
    @Override
    public WritingClient start(Entrance entrance, Path folder) {
      return new WritingThread(key(), LettuceWriter.masterReplica(entrance));
    }
  },
  JEDIS {
    @Override
    public WritingClient start(Entrance entrance, Path folder) {
      return new WritingThread(key(), JedisWriter.client(entrance));
    }
  },
  JEDIS_POOL {
    @Override
    public WritingClient start(Entrance entrance, Path folder) {
      return new WritingThread(key(), JedisWriter.pool(entrance));
    }
  },
  REDISSON {
    @Override
    public WritingClient start(Entrance entrance, Path folder) {
      return new WritingThread(key(), new RedissonWriter(entrance));
    }
  },
  REDIS_PY {
    @Override
    public WritingClient start(Entrance entrance, Path folder) {
      return WritingProgram.python(key(), "redis_py.py", entrance, folder);
    }
  },
  IOREDIS {
    @Override
    public WritingClient start(Entrance entrance, Path folder) {
      return WritingProgram.node(key(), "ioredis.mjs", "ioredis", entrance, folder);
    }
  },
  NODE_REDIS {
    @Override
    public WritingClient start(Entrance entrance, Path folder) {
      return WritingProgram.node(key(), "node-redis.mjs", "redis", entrance, folder);
    }
  };

  /**
   * Starts a client that writes to a key named after its library. What it leaves behind is in the
   * folder.
   *
   * @throws IllegalStateException when what it needs is not installed
   */
  public abstract WritingClient start(Entrance entrance, Path folder);

  String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
