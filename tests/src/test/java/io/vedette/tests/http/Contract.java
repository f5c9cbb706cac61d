package io.vedette.tests.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import java.net.http.HttpResponse;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;

/** The description that is served, and whether answers are as it says. */
final class Contract {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String HERE = "https://vedette.invalid/openapi.json";

  private final JsonNode document;
  private final JsonSchemaFactory schemas;
  private final Set<String> seen = new LinkedHashSet<>();

  Contract(String json) {
    document = json(json);
    schemas =
        JsonSchemaFactory.getInstance(
            SpecVersion.VersionFlag.V202012,
            builder -> builder.schemaLoaders(loaders -> loaders.schemas(uri -> json)));
  }

  static JsonNode json(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  /** Checks an answer, and gives it as JSON. */
  JsonNode check(String method, String path, HttpResponse<String> answer) {
    String status = Integer.toString(answer.statusCode());
    JsonNode response =
        document.at("/paths/" + escape(path) + "/" + method + "/responses/" + status);
    assertThat(response.isMissingNode())
        .as("%s %s may answer %s: %s", method, path, status, answer.body())
        .isFalse();
    seen.add(method + " " + path);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    JsonNode body = json(answer.body());
    String name = response.at("/content/application~1json/schema/$ref").asText();
    JsonSchema schema = schemas.getSchema(SchemaLocation.of(HERE + name));
    assertThat(schema.validate(body)).as("%s %s: %s", method, path, answer.body()).isEmpty();
    return body;
  }

  /** What is described, and was not checked yet. */
  Set<String> unseen() {
    Set<String> described = new TreeSet<>();
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(method -> described.add(method + " " + path.getKey())));
    described.removeAll(seen);
    return described;
  }

  private static String escape(String path) {
    return path.replace("~", "~0").replace("/", "~1");
  }
}
