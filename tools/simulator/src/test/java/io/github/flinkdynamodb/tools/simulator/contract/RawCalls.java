/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.github.flinkdynamodb.tools.simulator.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Calls without the SDK, and what their answers look like. */
final class RawCalls {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SIGNATURE =
            "AWS4-HMAC-SHA256 Credential=key/20260101/us-east-1/dynamodb/aws4_request,"
                    + " SignedHeaders=host;x-amz-date, Signature=0";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI endpoint;

    RawCalls(URI endpoint) {
        this.endpoint = endpoint;
    }

    HttpResponse<byte[]> streams(String operation, String body) {
        return call("DynamoDBStreams_20120810." + operation, body, true);
    }

    HttpResponse<byte[]> tables(String operation, String body) {
        return call("DynamoDB_20120810." + operation, body, true);
    }

    HttpResponse<byte[]> call(String target, String body, boolean signed) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(endpoint)
                        .header("Content-Type", "application/x-amz-json-1.0")
                        .header("X-Amz-Target", target)
                        .header("X-Amz-Date", "20260101T000000Z")
                        .POST(HttpRequest.BodyPublishers.ofString(body));
        if (signed) {
            request.header("Authorization", SIGNATURE);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    static JsonNode json(HttpResponse<byte[]> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The paths of all values with their types, such as {@code Shards[].ShardId STRING}. */
    static Set<String> shape(JsonNode json) {
        Set<String> shape = new TreeSet<>();
        collect("", json, shape);
        return shape;
    }

    private static void collect(String path, JsonNode json, Set<String> shape) {
        if (json.isValueNode() || json.isEmpty()) {
            shape.add(path + " " + json.getNodeType());
        }
        json.forEach(element -> collectElement(path, json, element, shape));
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            collect(
                    path.isEmpty() ? field.getKey() : path + "." + field.getKey(),
                    field.getValue(),
                    shape);
        }
    }

    private static void collectElement(
            String path, JsonNode parent, JsonNode element, Set<String> shape) {
        if (parent.isArray()) {
            collect(path + "[]", element, shape);
        }
    }
}
