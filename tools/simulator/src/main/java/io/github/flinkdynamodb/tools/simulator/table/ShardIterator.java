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
package io.github.flinkdynamodb.tools.simulator.table;

import io.github.flinkdynamodb.tools.simulator.fault.ServiceError;
import io.github.flinkdynamodb.tools.simulator.fault.ServiceException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What a shard iterator says: where the next record is, and when and for whom it was issued. */
public final class ShardIterator {

    private static final String MIDDLE = "|001|";

    private final String streamArn;
    private final String shardId;
    private final long index;
    private final long issuedMillis;
    private final String reader;
    private final int emptyPages;

    private ShardIterator(String streamArn, String[] fields) {
        this.streamArn = streamArn;
        this.shardId = fields[0];
        this.index = Long.parseLong(fields[1]);
        this.issuedMillis = Long.parseLong(fields[2]);
        this.reader = fields[3];
        this.emptyPages = Integer.parseInt(fields[4]);
    }

    static String text(
            String streamArn,
            String shardId,
            long index,
            long issuedMillis,
            String reader,
            int emptyPages) {
        String fields =
                String.join(
                        "|",
                        shardId,
                        Long.toString(index),
                        Long.toString(issuedMillis),
                        reader,
                        Integer.toString(emptyPages));
        return streamArn
                + MIDDLE
                + Base64.getEncoder().encodeToString(fields.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads an iterator.
     *
     * @param text as it is on the wire
     * @throws ServiceException where it is none
     */
    public static ShardIterator parse(String text) {
        try {
            int middle = text.indexOf(MIDDLE);
            byte[] fields = Base64.getDecoder().decode(text.substring(middle + MIDDLE.length()));
            return new ShardIterator(
                    text.substring(0, middle),
                    new String(fields, StandardCharsets.UTF_8).split("\\|"));
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new ServiceException(
                    ServiceError.VALIDATION.withMessage("Invalid ShardIterator: " + text));
        }
    }

    /** The stream it belongs to. */
    public String streamArn() {
        return streamArn;
    }

    /** The shard it belongs to. */
    public String shardId() {
        return shardId;
    }

    long index() {
        return index;
    }

    long issuedMillis() {
        return issuedMillis;
    }

    /** Who asked for the first iterator of the chain. */
    String reader() {
        return reader;
    }

    /** How many empty pages came just before. */
    int emptyPages() {
        return emptyPages;
    }
}
