package io.vedette.sentinel.runtime;

import io.vedette.quorum.view.CoordinatorView;
import java.io.IOException;

/** Where the state is kept. Called by the coordinator's thread only. */
public interface StateStore {
  /** Makes this durable, whole or not at all; when it returns, it survives a power cut. */
  void save(CoordinatorView state) throws IOException;
}
