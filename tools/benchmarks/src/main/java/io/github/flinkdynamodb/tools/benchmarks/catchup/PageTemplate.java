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
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * The body of a GetRecords response, prepared once: modifications of {@link Orders}, with both
 * images. Only the numbers of the records and the next iterator are filled in for each answer.
 * Immutable.
 */
final class PageTemplate {

    /** A sequence number is this digit and the record's number in 20 digits. */
    static final char FIRST_DIGIT = '1';

    private static final int SEQUENCE_DIGITS = 20;
    private static final String BODY_BEGIN = "{\"Records\":[";
    private static final String SEQUENCE_HOLE = FIRST_DIGIT + "0".repeat(SEQUENCE_DIGITS);
    private static final String ORDER_HOLE = Long.toString(Orders.FIRST_ORDER);
    private static final int ORDER_DIGITS = ORDER_HOLE.length() - 1;
    private static final Pattern ORDER = Pattern.compile("\"" + ORDER_HOLE + "\"");

    private final byte[] body;
    private final int[] ends;
    private final int[] sequenceHoles;
    private final int[][] orderHoles;

    private PageTemplate(byte[] body, int[] ends, int[] sequenceHoles, int[][] orderHoles) {
        this.body = body;
        this.ends = ends;
        this.sequenceHoles = sequenceHoles;
        this.orderHoles = orderHoles;
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
        int records = stream.recordsPerPage();
        ByteArrayOutputStream body = new ByteArrayOutputStream(records * stream.recordBytes());
        int[] ends = new int[records];
        int[] sequenceHoles = new int[records];
        int[][] orderHoles = new int[records][];
        body.writeBytes(BODY_BEGIN.getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < records; i++) {
            String record = record(random, stream, createdAt);
            body.writeBytes((i == 0 ? "" : ",").getBytes(StandardCharsets.UTF_8));
            int begin = body.size();
            sequenceHoles[i] = begin + record.indexOf(SEQUENCE_HOLE) + 1;
            orderHoles[i] =
                    ORDER.matcher(record)
                            .results()
                            .mapToInt(found -> begin + found.start() + 2)
                            .toArray();
            body.writeBytes(record.getBytes(StandardCharsets.UTF_8));
            ends[i] = body.size();
        }
        return new PageTemplate(body.toByteArray(), ends, sequenceHoles, orderHoles);
    }

    /** ASCII only, so that characters and bytes count the same. */
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

    /** How many records the page has at most. */
    int records() {
        return ends.length;
    }

    /**
     * Writes a response body.
     *
     * @param allocator where the buffer comes from; the caller releases it
     * @param firstNumber the number of the first record; the others count on from there
     * @param records how many records, 0 to {@link #records()}
     * @param nextIterator the next iterator, or null at the end of a closed shard
     */
    ByteBuf write(ByteBufAllocator allocator, long firstNumber, int records, String nextIterator) {
        String end =
                nextIterator == null ? "]}" : "],\"NextShardIterator\":\"" + nextIterator + "\"}";
        int length = records == 0 ? BODY_BEGIN.length() : ends[records - 1];
        ByteBuf page = allocator.ioBuffer(length + end.length());
        page.writeBytes(body, 0, length);
        for (int i = 0; i < records; i++) {
            writeNumber(page, sequenceHoles[i], SEQUENCE_DIGITS, firstNumber + i);
            for (int hole : orderHoles[i]) {
                writeNumber(page, hole, ORDER_DIGITS, firstNumber + i);
            }
        }
        page.writeCharSequence(end, StandardCharsets.US_ASCII);
        return page;
    }

    private static void writeNumber(ByteBuf page, int offset, int digits, long number) {
        long rest = number;
        for (int i = offset + digits - 1; rest > 0; i--) {
            page.setByte(i, (int) ('0' + rest % 10));
            rest /= 10;
        }
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
