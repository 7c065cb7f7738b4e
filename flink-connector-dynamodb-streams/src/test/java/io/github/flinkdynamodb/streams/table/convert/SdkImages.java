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
package io.github.flinkdynamodb.streams.table.convert;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** Parses images as the AWS SDK does, by having its client receive them. */
final class SdkImages implements AutoCloseable {

    private byte[] answer;

    private final DynamoDbStreamsClient client =
            DynamoDbStreamsClient.builder()
                    .region(Region.EU_WEST_1)
                    .endpointOverride(URI.create("http://localhost:1"))
                    .credentialsProvider(AnonymousCredentialsProvider.create())
                    .httpClient(new Answering())
                    .build();

    /**
     * Parses an image.
     *
     * @param image an item in DynamoDB's JSON form
     * @return its attributes; null if the SDK rejects the text
     */
    Map<String, AttributeValue> parse(byte[] image) {
        String text = new String(image, StandardCharsets.UTF_8);
        answer =
                ("{\"Records\":[{\"dynamodb\":{\"NewImage\":" + text + "}}]}")
                        .getBytes(StandardCharsets.UTF_8);
        try {
            return client.getRecords(request -> request.shardIterator("i"))
                    .records()
                    .get(0)
                    .dynamodb()
                    .newImage();
        } catch (SdkClientException e) {
            return null;
        }
    }

    @Override
    public void close() {
        client.close();
    }

    /** Answers each request with the same bytes, without a network. */
    private final class Answering implements SdkHttpClient {
        @Override
        public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
            return new ExecutableHttpRequest() {
                @Override
                public HttpExecuteResponse call() {
                    SdkHttpResponse head =
                            SdkHttpFullResponse.builder()
                                    .statusCode(200)
                                    .putHeader("Content-Length", "" + answer.length)
                                    .build();
                    return HttpExecuteResponse.builder()
                            .response(head)
                            .responseBody(
                                    AbortableInputStream.create(new ByteArrayInputStream(answer)))
                            .build();
                }

                @Override
                public void abort() {}
            };
        }

        @Override
        public void close() {}
    }
}
