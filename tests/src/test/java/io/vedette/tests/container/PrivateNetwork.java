package io.vedette.tests.container;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.Network.Ipam;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;

/**
 * A network of its own with a known subnet, so that a container keeps its address when it is cut
 * off and joined again, as a host does whose cable is pulled.
 */
final class PrivateNetwork implements AutoCloseable {
  /** Of 198.18.0.0/15, which is set aside for tests: nothing real is hidden behind it. */
  private static final int SUBNETS = 64;

  private final DockerClient docker = DockerClientFactory.instance().client();
  private final Network network;
  private final String prefix;

  private PrivateNetwork(Network network, String prefix) {
    this.network = network;
    this.prefix = prefix;
  }

  /** Takes the first subnet that no other Docker network uses. */
  static PrivateNetwork create() {
    DockerException refusal = null;
    for (int i = 0; i < SUBNETS; i++) {
      String prefix = "198.18." + i + ".";
      Network network = withSubnet(prefix + "0/24");
      try {
        network.getId();
        return new PrivateNetwork(network, prefix);
      } catch (DockerException taken) {
        refusal = taken;
      }
    }
    throw new IllegalStateException("no free subnet for a Docker network", refusal);
  }

  private static Network withSubnet(String subnet) {
    return Network.builder()
        .createNetworkCmdModifier(
            command ->
                command.withIpam(new Ipam().withConfig(new Ipam.Config().withSubnet(subnet))))
        .build();
  }

  /**
   * The address of a host in this network.
   *
   * @param host 2..254; 1 is the engine's own
   */
  String address(int host) {
    return prefix + host;
  }

  /** Has a container, not yet started, join with the given address. */
  <C extends GenericContainer<?>> C join(C container, String address) {
    container.withNetwork(network);
    container.withCreateContainerCmdModifier(command -> command.withIpv4Address(address));
    return container;
  }

  /** Pulls the cable: the container runs on and reaches nobody. */
  void cutOff(String containerId) {
    docker
        .disconnectFromNetworkCmd()
        .withNetworkId(network.getId())
        .withContainerId(containerId)
        .exec();
  }

  void reconnect(String containerId, String address) {
    docker
        .connectToNetworkCmd()
        .withNetworkId(network.getId())
        .withContainerId(containerId)
        .withContainerNetwork(
            new ContainerNetwork()
                .withIpamConfig(new ContainerNetwork.Ipam().withIpv4Address(address)))
        .exec();
  }

  @Override
  public void close() {
    network.close();
  }
}
