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

import java.net.URI;
import java.time.Duration;

/**
 * A prepared stream that is being served: closed shards, each with the same number of full pages.
 * The server holds a few pages once, whatever it serves.
 */
public final class PreparedPages implements AutoCloseable {

    private static final int SERVER_THREADS = 1;

    private final PreparedStream stream;
    private final PreparedPagesServer server;

    /**
     * Starts to serve.
     *
     * @param shards how many shards there are
     * @param pagesOfAShard how many pages each has
     * @param recordsPerPage how many records a page has, 1 to 1000
     * @param recordBytes about how many bytes of JSON a record has
     * @param callTime from a request's arrival to its answer
     */
    public PreparedPages(
            int shards, int pagesOfAShard, int recordsPerPage, int recordBytes, Duration callTime) {
        stream =
                new PreparedStream(
                        shards,
                        (long) pagesOfAShard * recordsPerPage,
                        recordsPerPage,
                        recordBytes,
                        false,
                        false);
        server = new PreparedPagesServer(stream, callTime, SERVER_THREADS);
    }

    /** Where it is served. */
    public URI endpoint() {
        return server.endpoint();
    }

    /** The stream's ARN. */
    public String streamArn() {
        return PreparedStream.ARN;
    }

    /** How many records it has. */
    public long totalRecords() {
        return stream.totalRecords();
    }

    /** The bytes of all answers so far. */
    public long bytes() {
        return server.statistics().bytes();
    }

    /** The median of how many GetRecords were in flight. */
    public int medianInFlight() {
        return server.statistics().medianInFlight();
    }

    @Override
    public void close() {
        server.close();
    }
}
