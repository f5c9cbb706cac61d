package io.vedette.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.quorum.model.Address;
import io.vedette.quorum.model.GroupName;
import io.vedette.quorum.model.GroupSettings;
import io.vedette.quorum.model.LinkId;
import io.vedette.quorum.model.LinkTarget;
import io.vedette.quorum.model.Timing;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What may end up in a log shows no password. */
class SecretsTest {
  private static final String SECRET = "s3cret";

  @Test
  void noPasswordIsShown() {
    GroupSettings settings =
        GroupSettings.defaults(2, Timing.DEFAULT).change().authPass(SECRET).build();
    Effect connect =
        new Effect.Connect(
            new LinkId(1),
            new LinkTarget.DataNode(
                new GroupName("g"),
                new Address("10.0.0.1", 6379),
                Optional.of("user"),
                settings.authPass(),
                Map.of()));
    Input set =
        new Input.Set(
            new Ticket(1), new GroupName("g"), List.of(new SettingChange.AuthPass(SECRET)));
    assertThat(List.of(settings.toString(), connect.toString(), set.toString()))
        .noneMatch(text -> text.contains(SECRET));
  }
}
