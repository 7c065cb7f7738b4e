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
package io.github.flinkdynamodb.tools.benchmarks.state;

import io.github.flinkdynamodb.tools.benchmarks.rows.Orders;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Pages of a shard with insertions, each of another item, and modifications, at a steady rate by
 * the times of the records. Prepared once; only numbers and times are filled in for each page.
 */
final class InsertPages {

    static final int RECORDS = 1000;

    /** The time of record 0, in epoch seconds. */
    private static final long BEGIN = 1_800_000_000L;

    private static final String NUMBER = "7777777777";
    private static final String TIME = "5555555555";

    private final byte[] template;
    private final int[][] numberEnds = new int[RECORDS][];
    private final int[] timeEnds = new int[RECORDS];
    private final long recordsPerSecond;

    /**
     * Prepares pages.
     *
     * @param insertPercent how many of a hundred records insert an item
     * @param itemBytes about how long the JSON of an item is
     * @param recordsPerSecond how many records have the same second
     */
    InsertPages(int insertPercent, int itemBytes, long recordsPerSecond) {
        this.recordsPerSecond = recordsPerSecond;
        Random random = new Random(1);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes("{\"Records\":[".getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < RECORDS; i++) {
            body.writeBytes((i == 0 ? "" : ",").getBytes(StandardCharsets.US_ASCII));
            String record = record(random, i % 100 < insertPercent, itemBytes);
            numberEnds[i] = ends(record, NUMBER, body.size());
            timeEnds[i] = ends(record, TIME, body.size())[0];
            body.writeBytes(record.getBytes(StandardCharsets.US_ASCII));
        }
        template = body.toByteArray();
    }

    private static String record(Random random, boolean inserts, int itemBytes) {
        String keys = "\"id\":{\"S\":\"order-" + NUMBER + "\"}";
        String oldImage =
                inserts
                        ? ""
                        : "\"OldImage\":{" + Orders.item(random, keys, false, itemBytes) + "},";
        return String.format(
                "{\"eventID\":\"%016x%016x\",\"eventName\":\"%s\",\"eventVersion\":\"1.1\","
                    + "\"eventSource\":\"aws:dynamodb\",\"awsRegion\":\"eu-west-1\",\"dynamodb\":{"
                    + "\"ApproximateCreationDateTime\":%s,\"Keys\":{%s},\"NewImage\":{%s},%s"
                    + "\"SequenceNumber\":\"10000000000%s\",\"SizeBytes\":%d,"
                    + "\"StreamViewType\":\"NEW_AND_OLD_IMAGES\"}}",
                random.nextLong(),
                random.nextLong(),
                inserts ? "INSERT" : "MODIFY",
                TIME,
                keys,
                Orders.item(random, keys, false, itemBytes),
                oldImage,
                NUMBER,
                itemBytes);
    }

    private static int[] ends(String record, String hole, int offset) {
        List<Integer> ends = new ArrayList<>();
        for (int at = record.indexOf(hole); at >= 0; at = record.indexOf(hole, at + 1)) {
            ends.add(offset + at + hole.length());
        }
        return ends.stream().mapToInt(Integer::intValue).toArray();
    }

    /**
     * Returns a page.
     *
     * @param page the number of the page in its shard, from 0
     * @param next the next iterator
     * @return the body of a GetRecords response
     */
    byte[] page(long page, String next) {
        byte[] end = end(next);
        byte[] body = Arrays.copyOf(template, template.length + end.length);
        System.arraycopy(end, 0, body, template.length, end.length);
        for (int i = 0; i < RECORDS; i++) {
            long number = page * RECORDS + i;
            for (int numberEnd : numberEnds[i]) {
                write(body, numberEnd, number);
            }
            write(body, timeEnds[i], BEGIN + number / recordsPerSecond);
        }
        return body;
    }

    /** Returns a page without records. */
    static byte[] empty(String next) {
        return ("{\"Records\":[" + new String(end(next), StandardCharsets.US_ASCII))
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] end(String next) {
        return ("],\"NextShardIterator\":\"" + next + "\"}").getBytes(StandardCharsets.US_ASCII);
    }

    private static void write(byte[] body, int end, long number) {
        long rest = number;
        for (int i = end - 1; i >= end - NUMBER.length(); i--) {
            body[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
