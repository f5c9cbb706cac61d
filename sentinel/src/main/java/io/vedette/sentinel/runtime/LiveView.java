package io.vedette.sentinel.runtime;

import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.view.ClusterView;
import io.vedette.quorum.view.CoordinatorView;
import io.vedette.quorum.view.GroupView;
import io.vedette.quorum.view.ProcessView;
import io.vedette.quorum.view.ViewChange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The latest view of each group. Written by the coordinator's thread after each batch, read by any
 * thread without waiting; two groups read one after the other may be of different batches.
 */
public final class LiveView {
  /** Where the view of a group is: mostly one takes the place of the one before. */
  private static final class Place {
    private volatile GroupView view;

    Place(GroupView view) {
      this.view = view;
    }
  }

  private final ConcurrentHashMap<String, Place> byName = new ConcurrentHashMap<>();
  private final ConcurrentSkipListMap<String, Place> sorted = new ConcurrentSkipListMap<>();
  private volatile ProcessView process;
  private volatile List<ClusterView> clusters;

  /** Begins with everything. */
  public LiveView(CoordinatorView whole) {
    process = whole.process();
    clusters = whole.clusters();
    whole.groups().forEach(this::put);
  }

  /** Takes over what has changed. */
  public void apply(ViewChange change) {
    process = change.process();
    clusters = change.clusters();
    change.changed().forEach(this::put);
    change
        .removed()
        .forEach(
            name -> {
              byName.remove(name.value());
              sorted.remove(name.value());
            });
  }

  private void put(GroupView group) {
    String name = group.name().value();
    Place known = byName.get(name);
    if (known == null) {
      Place place = new Place(group);
      byName.put(name, place);
      sorted.put(name, place);
    } else {
      known.view = group;
    }
  }

  /** What is true of the whole. */
  public ProcessView process() {
    return process;
  }

  /** The clusters that are watched. */
  public List<ClusterView> clusters() {
    return clusters;
  }

  /** The cluster whose shard a group is, or null: it is none. */
  public ClusterView clusterOf(GroupName group) {
    for (ClusterView cluster : clusters) {
      if (cluster.shard(group).isPresent()) {
        return cluster;
      }
    }
    return null;
  }

  /** A group by its name, or null: this is the hot path of every client's question. */
  public GroupView group(String name) {
    Place place = byName.get(name);
    return place == null ? null : place.view;
  }

  /** All groups in the order of their names. */
  public List<GroupView> groups() {
    List<GroupView> views = new ArrayList<>(byName.size());
    for (Place place : sorted.values()) {
      views.add(place.view);
    }
    return Collections.unmodifiableList(views);
  }

  /** How many groups there are. */
  public int size() {
    return byName.size();
  }
}
