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
package io.github.flinkdynamodb.tools.benchmarks.catchup;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;

/**
 * Measures how long one page takes a client that asks for one after the other and reads nothing.
 */
final class RoundTrip {

    private static final int UNMEASURED = 50;

    private RoundTrip() {}

    /**
     * Asks a server for the pages of its first shard, again and again.
     *
     * @param server the server
     * @param stream what it serves
     * @param calls how many calls are measured
     * @return the median in seconds
     */
    static double measure(PreparedPagesServer server, PreparedStream stream, int calls)
            throws IOException, InterruptedException {
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        double[] seconds = new double[calls];
        for (int i = -UNMEASURED; i < calls; i++) {
            long pages = stream.recordsPerShard() / stream.recordsPerPage();
            long first = (i + UNMEASURED) % pages * stream.recordsPerPage();
            long begin = System.nanoTime();
            getRecords(client, server.endpoint(), "it-0-" + first);
            if (i >= 0) {
                seconds[i] = (System.nanoTime() - begin) / 1e9;
            }
        }
        Arrays.sort(seconds);
        return seconds[calls / 2];
    }

    private static void getRecords(HttpClient client, URI endpoint, String iterator)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(endpoint)
                        .header("X-Amz-Target", "DynamoDBStreams_20120810.GetRecords")
                        .header("Content-Type", "application/x-amz-json-1.0")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "{\"ShardIterator\":\"" + iterator + "\"}"))
                        .build();
        HttpResponse<byte[]> response =
                client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) {
            throw new IOException(response.statusCode() + ": " + new String(response.body()));
        }
    }
}
