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

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A stream of closed shards without parents, each with the same number of records. Its status is
 * DISABLED, as that of a stream whose shards won't have children. The records of a shard are
 * counted from 0.
 *
 * @param shards how many shards
 * @param recordsPerShard how many records each has
 * @param recordsPerPage how many records a page has at most
 * @param recordBytes about how many bytes of JSON a record has
 * @param mixed whether items have their attributes in any order, with a fifth of them left out
 * @param open whether the stream is enabled and its shards go on after their last record, or the
 *     stream is disabled and they end there
 */
public record PreparedStream(
        int shards,
        long recordsPerShard,
        int recordsPerPage,
        int recordBytes,
        boolean mixed,
        boolean open) {

    /** The name of the table. */
    public static final String TABLE = "Prepared";

    /** The stream's ARN. */
    public static final String ARN =
            "arn:aws:dynamodb:eu-west-1:000000000000:table/"
                    + TABLE
                    + "/stream/2026-01-01T00:00:00.000";

    private static final int TEMPLATES = 8;
    private static final Pattern SHARD_ID = Pattern.compile("shardId-(\\d{20})-[0-9a-f]{8}");

    /** An hour ago: some readers pass over shards whose ids tell that they are older than a day. */
    private static final long FIRST_MILLIS = System.currentTimeMillis() - 3_600_000;

    /** Checks the numbers. */
    public PreparedStream {
        if (shards < 1 || recordsPerShard < 0 || recordsPerPage < 1 || recordsPerPage > 1000) {
            throw new IllegalArgumentException(
                    "At least 1 shard, 0 records a shard, and 1 to 1000 records a page are needed");
        }
    }

    /** The same records, on shards that end or go on. */
    PreparedStream withOpen(boolean shardsAreOpen) {
        return new PreparedStream(
                shards, recordsPerShard, recordsPerPage, recordBytes, mixed, shardsAreOpen);
    }

    String shardId(int shard) {
        return String.format("shardId-%020d-%08x", FIRST_MILLIS + shard, shard * 0x9E3779B1);
    }

    /** The number of a shard, or -1 for an id that isn't of this stream. */
    int shard(String shardId) {
        Matcher matcher = SHARD_ID.matcher(shardId);
        long shard = matcher.matches() ? Long.parseLong(matcher.group(1)) - FIRST_MILLIS : -1;
        boolean known = shard >= 0 && shard < shards && shardId((int) shard).equals(shardId);
        return known ? (int) shard : -1;
    }

    /** Prepares the pages that all the shards are served from in turn. */
    List<PageTemplate> templates(long createdAt) {
        List<PageTemplate> templates = new ArrayList<>();
        for (int i = 0; i < TEMPLATES; i++) {
            templates.add(PageTemplate.of(this, createdAt, i));
        }
        return templates;
    }

    /** How many records the stream has. */
    public long totalRecords() {
        return shards * recordsPerShard;
    }

    long totalPages() {
        return shards * ((recordsPerShard + recordsPerPage - 1) / recordsPerPage);
    }
}
