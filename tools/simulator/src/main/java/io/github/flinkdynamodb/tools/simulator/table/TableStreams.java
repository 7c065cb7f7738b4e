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

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The streams of a table, from the oldest on. Guarded by its table's lock. */
final class TableStreams {

    private static final DateTimeFormatter LABEL =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

    private final TableSettings settings;
    private final String tableArn;
    private final Clock clock;
    private final Random random;
    private final WriteLedger ledger;
    private final Map<String, SimulatedStream> byArn = new LinkedHashMap<>();
    private long tableCreatedMillis;
    private int tablesBefore;
    private SimulatedStream latest;
    private long lastTrim = Long.MIN_VALUE;

    TableStreams(
            TableSettings settings, String region, Clock clock, Random random, WriteLedger ledger) {
        this.settings = settings;
        this.tableArn = "arn:aws:dynamodb:" + region + ":000000000000:table/" + settings.name();
        this.clock = clock;
        this.tableCreatedMillis = clock.millis();
        this.random = random;
        this.ledger = ledger;
        create();
    }

    private void create() {
        if (settings.hasStream()) {
            begin();
        } else {
            // Never listed: it only stands for a stream that takes no writes.
            latest = new SimulatedStream("", "", clock.millis(), settings, random);
            latest.disable(clock.millis());
        }
    }

    /** Begins again with a table of the same name; the streams before it are still there. */
    void recreate() {
        tableCreatedMillis = clock.millis();
        tablesBefore++;
        create();
    }

    /** How many tables had this name before. */
    int tablesBefore() {
        return tablesBefore;
    }

    /** Whether the service knows a stream of the table, which may be disabled. */
    boolean hasStream() {
        return byArn.containsKey(latest.arn());
    }

    /** Begins one more stream, which is the latest then. */
    void begin() {
        long now = clock.millis();
        String arn = arn(now);
        while (byArn.containsKey(arn)) {
            now++;
            arn = arn(now);
        }
        latest =
                new SimulatedStream(
                        arn, arn.substring(arn.lastIndexOf('/') + 1), now, settings, random);
        byArn.put(arn, latest);
    }

    private String arn(long millis) {
        return tableArn + "/stream/" + LABEL.format(Instant.ofEpochMilli(millis));
    }

    TableSettings settings() {
        return settings;
    }

    String tableArn() {
        return tableArn;
    }

    long tableCreatedMillis() {
        return tableCreatedMillis;
    }

    long now() {
        return clock.millis();
    }

    WriteLedger ledger() {
        return ledger;
    }

    SimulatedStream latest() {
        return latest;
    }

    List<String> arns() {
        return new ArrayList<>(byArn.keySet());
    }

    Collection<SimulatedStream> all() {
        return Collections.unmodifiableCollection(byArn.values());
    }

    /** A stream, or null where there is none of this ARN. */
    SimulatedStream get(String arn) {
        return byArn.get(arn);
    }

    /** A shard of any stream, also one that is gone from the service. */
    SimulatedShard shard(String id) {
        for (SimulatedStream stream : byArn.values()) {
            SimulatedShard shard = stream.find(id);
            if (shard != null) {
                return shard;
            }
        }
        throw new IllegalArgumentException("The table " + settings.name() + " has no shard " + id);
    }

    /** Rolls over and trims what is due by the clock. */
    void keepHouse() {
        long now = clock.millis();
        latest.rollOld(now);
        long pause = Math.min(1000, settings.retention().toMillis() / 100);
        if (lastTrim != Long.MIN_VALUE && now - lastTrim < pause) {
            return;
        }
        lastTrim = now;
        for (SimulatedStream stream : byArn.values()) {
            stream.trim(now);
            stream.shards().forEach(this::noteTrimmed);
            stream.forget(now);
        }
        byArn.values().removeIf(stream -> stream.isForgotten(now));
    }

    /** Notes what was trimmed of a shard before it was on a page. */
    void noteTrimmed(SimulatedShard shard) {
        ledger.noteTrimmedUnread(shard.noteTrimmed());
    }
}
