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
package io.github.flinkdynamodb.tools.inspector.positions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.flinkdynamodb.streams.client.PageResponse;
import io.github.flinkdynamodb.streams.client.SegmentScan;
import io.github.flinkdynamodb.streams.client.StreamsClient;
import io.github.flinkdynamodb.streams.client.StreamsException;
import io.github.flinkdynamodb.tools.inspector.Calls;
import io.github.flinkdynamodb.tools.inspector.InspectionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads lease tables: from a file, or from DynamoDB. */
final class LeaseTables {

    private static final ObjectMapper JSON = new ObjectMapper();

    private LeaseTables() {}

    /**
     * Reads what {@code aws dynamodb scan} has written.
     *
     * @param file the file
     * @param leases gets the items
     * @throws InspectionException if it can't be read, or hasn't all items
     */
    static void readFile(String file, KclLeases leases) throws InspectionException {
        JsonNode scan;
        try {
            scan = JSON.readTree(Files.readAllBytes(Path.of(file)));
        } catch (NoSuchFileException e) {
            throw new InspectionException(file + " doesn't exist", e);
        } catch (JsonProcessingException e) {
            throw new InspectionException(file + " isn't JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new InspectionException(file + " can't be read: " + e.getMessage(), e);
        }
        if (!scan.path("Items").isArray()) {
            throw new InspectionException(
                    file + " has no 'Items': expected the output of 'aws dynamodb scan'");
        }
        boolean whole =
                scan.path("LastEvaluatedKey").isMissingNode()
                        && scan.path("NextToken").isMissingNode()
                        && scan.path("Count").asInt(scan.path("Items").size())
                                == scan.path("Items").size();
        if (!whole) {
            throw new InspectionException(
                    file + " hasn't all items of the table: scan it without --max-items");
        }
        leases.add(scan.path("Items"));
    }

    /**
     * Reads a table, strongly consistent.
     *
     * @param client makes the calls
     * @param calls repeats what is throttled
     * @param table its name or ARN
     * @param leases gets the items
     * @throws InspectionException if the table can't be read
     */
    static void readTable(StreamsClient client, Calls calls, String table, KclLeases leases)
            throws InspectionException {
        SegmentScan page = SegmentScan.of(table, 0, 1, true);
        while (page != null) {
            JsonNode answer = scan(client, calls, page);
            leases.add(answer.path("Items"));
            JsonNode last = answer.path("LastEvaluatedKey");
            page = last.isMissingNode() ? null : page.after(last.toString());
        }
    }

    private static JsonNode scan(StreamsClient client, Calls calls, SegmentScan page)
            throws InspectionException {
        try {
            PageResponse answer = calls.await(() -> client.scan(page));
            return JSON.readTree(answer.body());
        } catch (StreamsException e) {
            throw new InspectionException(e.getMessage(), e);
        } catch (IOException e) {
            throw new InspectionException("The answer of Scan can't be read: " + e, e);
        }
    }
}
