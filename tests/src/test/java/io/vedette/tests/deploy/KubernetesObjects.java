package io.vedette.tests.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;

/** Objects of Kubernetes out of YAML, each with no field that its kind does not have. */
final class KubernetesObjects {
  private final Map<String, Map<String, Object>> objects = new LinkedHashMap<>();

  private interface Check {
    void check(JsonElement object) throws IOException;
  }

  private static final Map<String, Check> KINDS =
      Map.of(
          "v1 ConfigMap", V1ConfigMap::validateJsonElement,
          "v1 Service", V1Service::validateJsonElement,
          "v1 ServiceAccount", V1ServiceAccount::validateJsonElement,
          "apps/v1 StatefulSet", V1StatefulSet::validateJsonElement,
          "policy/v1 PodDisruptionBudget", V1PodDisruptionBudget::validateJsonElement,
          "networking.k8s.io/v1 NetworkPolicy", V1NetworkPolicy::validateJsonElement);

  /** Reads them, and looks at each. */
  static KubernetesObjects read(String yaml) throws IOException {
    KubernetesObjects read = new KubernetesObjects();
    for (Object each : new Yaml().loadAll(yaml)) {
      if (each != null) {
        read.add(map(each));
      }
    }
    return read;
  }

  private void add(Map<String, Object> object) throws IOException {
    String kind = object.get("apiVersion") + " " + object.get("kind");
    assertThat(KINDS).containsKey(kind);
    KINDS.get(kind).check(new Gson().toJsonTree(object));
    String name = object.get("kind") + " " + map(object.get("metadata")).get("name");
    assertThat(objects.put(name, object)).as("%s stands there twice", name).isNull();
  }

  @SuppressWarnings("unchecked") // YAML's maps have such keys here.
  static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }

  Map<String, Map<String, Object>> all() {
    return objects;
  }

  /** What is at a path of names and indexes, divided by blanks; null: nothing. */
  Object at(String object, String path) {
    Object found = objects.get(object);
    for (Iterator<String> words = List.of(path.split(" ", -1)).iterator(); words.hasNext(); ) {
      String word = words.next();
      found =
          found instanceof List<?> list
              ? list.get(Integer.parseInt(word))
              : found == null ? null : map(found).get(word);
    }
    return found;
  }

  /** The same without the texts of configuration files, whose lines may be told otherwise. */
  List<String> kindsAndNames() {
    return new ArrayList<>(objects.keySet());
  }
}
