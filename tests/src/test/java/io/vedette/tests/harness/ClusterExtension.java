package io.vedette.tests.harness;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Closes every cluster that a test has started, and prints all logs first if the test failed. */
final class ClusterExtension implements AfterEachCallback {
  @Override
  public void afterEach(ExtensionContext context) {
    if (context.getExecutionException().isPresent()) {
      for (Cluster cluster : Cluster.open()) {
        System.err.println(cluster.report("after " + context.getDisplayName()));
      }
      for (ShardedCluster cluster : ShardedCluster.open()) {
        System.err.println(cluster.report("after " + context.getDisplayName()));
      }
    }
    Cluster.open().forEach(Cluster::close);
    ShardedCluster.open().forEach(ShardedCluster::close);
  }
}
