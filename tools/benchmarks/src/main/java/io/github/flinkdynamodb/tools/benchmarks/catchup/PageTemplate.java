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

import io.github.flinkdynamodb.tools.benchmarks.rows.Orders;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The body of a GetRecords response, prepared once: modifications of {@link Orders}, with both
 * images. Immutable.
 */
final class PageTemplate {

    /** A sequence number is this digit and the record's number in 20 digits. */
    static final char FIRST_DIGIT = '1';

    private static final int SEQUENCE_DIGITS = 20;
    private static final String SEQUENCE_HOLE = FIRST_DIGIT + "0".repeat(SEQUENCE_DIGITS);
    private static final Pattern HOLES =
            Pattern.compile("\"(" + SEQUENCE_HOLE + "|" + Orders.FIRST_ORDER + ")\"");

    private final NumberedPage page;

    private PageTemplate(NumberedPage page) {
        this.page = page;
    }

    /**
     * Prepares a page.
     *
     * @param stream says how many records the page has, and what they are like
     * @param createdAt the records' creation time, in epoch seconds
     * @param seed chooses the values
     */
    static PageTemplate of(PreparedStream stream, long createdAt, long seed) {
        Random random = new Random(seed);
        List<String> records =
                IntStream.range(0, stream.recordsPerPage())
                        .mapToObj(i -> record(random, stream, createdAt))
                        .collect(Collectors.toList());
        return new PageTemplate(NumberedPage.of("{\"Records\":[", records, HOLES));
    }

    private static String record(Random random, PreparedStream stream, long createdAt) {
        String keys = Orders.keys(random);
        String bare =
                String.format(
                        "{\"eventID\":\"%016x%016x\",\"eventName\":\"MODIFY\",\"eventVersion\":\"1.1\","
                            + "\"eventSource\":\"aws:dynamodb\",\"awsRegion\":\"eu-west-1\",\"dynamodb\":{"
                            + "\"ApproximateCreationDateTime\":%d,\"Keys\":{%s},\"NewImage\":{%%s},"
                            + "\"OldImage\":{%%s},\"SequenceNumber\":\"%s\",\"SizeBytes\":%d,"
                            + "\"StreamViewType\":\"NEW_AND_OLD_IMAGES\"}}",
                        random.nextLong(),
                        random.nextLong(),
                        createdAt,
                        keys,
                        SEQUENCE_HOLE,
                        stream.recordBytes() * 3 / 4);
        int itemBytes = (stream.recordBytes() - bare.length()) / 2;
        return String.format(
                bare,
                Orders.item(random, keys, stream.mixed(), itemBytes),
                Orders.item(random, keys, stream.mixed(), itemBytes));
    }

    /**
     * Writes a response body.
     *
     * @param allocator where the buffer comes from; the caller releases it
     * @param firstNumber the number of the first record; the others count on from there
     * @param records how many records, at most those of a page
     * @param nextIterator the next iterator, or null at the end of a closed shard
     */
    ByteBuf write(ByteBufAllocator allocator, long firstNumber, int records, String nextIterator) {
        String end =
                nextIterator == null ? "]}" : "],\"NextShardIterator\":\"" + nextIterator + "\"}";
        return page.write(allocator, firstNumber, records, end);
    }

    /** The sequence number of a record. */
    static String sequenceNumber(long number) {
        return FIRST_DIGIT + String.format("%020d", number);
    }

    /** The record's number in a sequence number. */
    static long numberIn(String sequenceNumber) {
        return Long.parseLong(sequenceNumber.substring(1));
    }
}
