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
package io.github.flinkdynamodb.tools.benchmarks;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * The body of a GetRecords response, prepared once: modifications of items of ten mixed attributes,
 * with both images. Only the sequence numbers and the next iterator are filled in for each answer.
 * Immutable.
 */
final class PageTemplate {

    /** A sequence number is this digit and the record's number in 20 digits. */
    static final char FIRST_DIGIT = '1';

    private static final int NUMBER_DIGITS = 20;
    private static final String BODY_BEGIN = "{\"Records\":[";
    private static final String HOLE = FIRST_DIGIT + "0".repeat(NUMBER_DIGITS);

    private final byte[] body;
    private final int[] ends;
    private final int[] holes;

    private PageTemplate(byte[] body, int[] ends, int[] holes) {
        this.body = body;
        this.ends = ends;
        this.holes = holes;
    }

    /**
     * Prepares a page.
     *
     * @param records how many records it has at most, at least 1
     * @param recordBytes about how many bytes of JSON a record has; at least what the attributes
     *     need
     * @param createdAt the records' creation time, in epoch seconds
     * @param seed chooses the values
     */
    static PageTemplate of(int records, int recordBytes, long createdAt, long seed) {
        Random random = new Random(seed);
        ByteArrayOutputStream body = new ByteArrayOutputStream(records * recordBytes);
        int[] ends = new int[records];
        int[] holes = new int[records];
        body.writeBytes(BODY_BEGIN.getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < records; i++) {
            String record = record(random, recordBytes, createdAt);
            body.writeBytes((i == 0 ? "" : ",").getBytes(StandardCharsets.UTF_8));
            holes[i] = body.size() + record.indexOf(HOLE) + 1;
            body.writeBytes(record.getBytes(StandardCharsets.UTF_8));
            ends[i] = body.size();
        }
        return new PageTemplate(body.toByteArray(), ends, holes);
    }

    private static String record(Random random, int recordBytes, long createdAt) {
        String bare = record(random.nextLong(), "", createdAt);
        int padding = Math.max(0, recordBytes - bare.length()) / 2;
        return record(random.nextLong(), "x".repeat(padding), createdAt);
    }

    /** ASCII only, so that characters and bytes count the same. */
    private static String record(long seed, String padding, long createdAt) {
        Random random = new Random(seed);
        String key = String.format("customer-%08x", random.nextInt());
        String sort = Integer.toString(100_000 + random.nextInt(900_000));
        String keys = "\"pk\":{\"S\":\"" + key + "\"},\"sk\":{\"N\":\"" + sort + "\"}";
        return String.format(
                "{\"eventID\":\"%016x%016x\",\"eventName\":\"MODIFY\",\"eventVersion\":\"1.1\","
                    + "\"eventSource\":\"aws:dynamodb\",\"awsRegion\":\"eu-west-1\",\"dynamodb\":{"
                    + "\"ApproximateCreationDateTime\":%d,\"Keys\":{%s},\"NewImage\":{%s},"
                    + "\"OldImage\":{%s},\"SequenceNumber\":\"%s\",\"SizeBytes\":%d,"
                    + "\"StreamViewType\":\"NEW_AND_OLD_IMAGES\"}}",
                random.nextLong(),
                random.nextLong(),
                createdAt,
                keys,
                image(random, keys, padding),
                image(random, keys, padding),
                HOLE,
                400 + 2 * padding.length());
    }

    private static String image(Random random, String keys, String padding) {
        return keys
                + String.format(
                        ",\"name\":{\"S\":\"Item %06d%s\"},\"price\":{\"N\":\"%d.%02d\"},"
                            + "\"quantity\":{\"N\":\"%d\"},\"active\":{\"BOOL\":%b},\"note\":{\"NULL\":true},"
                            + "\"tags\":{\"SS\":[\"new\",\"t%d\"]},\"address\":{\"M\":{\"city\":{\"S\":\"Dublin"
                            + " \\\"%d\\\"\"},\"zip\":{\"S\":\"D%02d\"}}},"
                            + "\"history\":{\"L\":[{\"N\":\"%d\"},{\"S\":\"moved\"}]}",
                        random.nextInt(1_000_000),
                        padding,
                        random.nextInt(10_000),
                        random.nextInt(100),
                        random.nextInt(1_000),
                        random.nextBoolean(),
                        random.nextInt(100),
                        random.nextInt(24),
                        random.nextInt(24),
                        random.nextInt(1_000_000));
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
            writeNumber(page, holes[i], firstNumber + i);
        }
        page.writeCharSequence(end, StandardCharsets.US_ASCII);
        return page;
    }

    private static void writeNumber(ByteBuf page, int offset, long number) {
        long rest = number;
        for (int i = offset + NUMBER_DIGITS - 1; rest > 0; i--) {
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
