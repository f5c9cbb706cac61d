package io.vedette.tests.harness;

import java.util.List;
import java.util.Optional;
import javax.net.SocketFactory;

/**
 * How tests themselves get at a server.
 *
 * @param login what follows AUTH: nothing, a password, or a user and a password
 */
record Access(SocketFactory sockets, List<String> login) {
  static final Access PLAIN = new Access(SocketFactory.getDefault(), List.of());

  Access {
    login = List.copyOf(login);
  }

  static Access of(Optional<TlsFiles> tls, List<String> login) {
    SocketFactory sockets =
        tls.<SocketFactory>map(TlsFiles::sockets).orElseGet(SocketFactory::getDefault);
    return new Access(sockets, login);
  }
}
