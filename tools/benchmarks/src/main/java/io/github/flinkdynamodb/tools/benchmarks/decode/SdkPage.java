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
package io.github.flinkdynamodb.tools.benchmarks.decode;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** Creates the SDK's objects of a page, with the SDK's client. */
final class SdkPage implements Maker<Record> {

    private final byte[] page;
    private final DynamoDbStreamsClient client =
            DynamoDbStreamsClient.builder()
                    .region(Region.EU_WEST_1)
                    .endpointOverride(URI.create("http://localhost:1"))
                    .credentialsProvider(AnonymousCredentialsProvider.create())
                    .httpClient(new Answering())
                    .build();

    SdkPage(byte[] page) {
        this.page = page;
    }

    @Override
    public void make(Consumer<? super Record> sink) throws Exception {
        for (Record record : client.getRecords(request -> request.shardIterator("i")).records()) {
            sink.accept(record);
        }
    }

    /** Answers each request with the page, without a network. */
    private final class Answering implements SdkHttpClient {
        @Override
        public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
            return new ExecutableHttpRequest() {
                @Override
                public HttpExecuteResponse call() {
                    return HttpExecuteResponse.builder()
                            .response(
                                    SdkHttpFullResponse.builder()
                                            .statusCode(200)
                                            .putHeader("Content-Length", "" + page.length)
                                            .build())
                            .responseBody(
                                    AbortableInputStream.create(new ByteArrayInputStream(page)))
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
