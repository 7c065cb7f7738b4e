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
package io.github.flinkdynamodb.tools.inspector.check;

import io.github.flinkdynamodb.streams.client.StreamsClient;
import io.github.flinkdynamodb.streams.client.StreamsException;
import io.github.flinkdynamodb.streams.source.config.StreamArn;
import io.github.flinkdynamodb.streams.source.enumerator.EnumeratorState;
import io.github.flinkdynamodb.streams.source.repair.RepairPlan;
import io.github.flinkdynamodb.tools.inspector.Calls;
import io.github.flinkdynamodb.tools.inspector.check.RepairForecast.Outcome;
import io.github.flinkdynamodb.tools.inspector.report.ShardReport;
import io.github.flinkdynamodb.tools.inspector.report.SnapshotReport;
import io.github.flinkdynamodb.tools.inspector.report.SourceReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Asks the service what of a source's positions can still be read. Nothing is changed. */
public final class ServiceCheck {

    private final StreamsClient client;
    private final Calls calls;
    private final Prices prices;
    private final Instant now;

    /**
     * Creates a check.
     *
     * @param client asks the service
     * @param calls repeats what is throttled
     * @param prices what a repair costs
     * @param now the time
     */
    public ServiceCheck(StreamsClient client, Calls calls, Prices prices, Instant now) {
        this.client = client;
        this.calls = calls;
        this.prices = prices;
        this.now = now;
    }

    /**
     * Checks a source.
     *
     * @param source what the savepoint holds
     * @return what the service says of it
     * @throws StreamsException if a call fails that the verdict depends on
     */
    public CheckReport check(SourceReport source) {
        List<StreamFinding> streams = new ArrayList<>();
        Map<String, ShardFinding> shards = new LinkedHashMap<>();
        Set<String> known =
                source.shards().stream().map(ShardReport::shardId).collect(Collectors.toSet());
        int newShards = 0;
        for (String arn : source.streamArns()) {
            StreamFinding stream = StreamFinding.of(client, calls, arn);
            streams.add(stream);
            newShards += stream.newTo(known);
            new ShardCheck(client, calls, stream, now)
                    .check(openShardsOf(arn, source))
                    .forEach(finding -> shards.put(finding.shard().shardId(), finding));
        }
        TableFinding table =
                tableOf(source)
                        .map(name -> TableFinding.of(client, calls, name, prices))
                        .orElse(null);
        Optional<Gap> gap = gap(source, streams, shards, table);
        return new CheckReport(streams, shards, newShards, table, gap, repair(source, gap, table));
    }

    private static List<ShardReport> openShardsOf(String arn, SourceReport source) {
        return source.openShards().stream()
                .filter(shard -> shard.streamArn().filter(arn::equals).isPresent())
                .collect(Collectors.toList());
    }

    private static Optional<String> tableOf(SourceReport source) {
        return source.snapshot()
                .map(SnapshotReport::tableArn)
                .or(() -> source.streamArns().stream().findFirst().flatMap(StreamArn::tableOf));
    }

    private Optional<Gap> gap(
            SourceReport source,
            List<StreamFinding> streams,
            Map<String, ShardFinding> shards,
            TableFinding table) {
        return Stream.of(
                        Gap.between(shards.values(), now),
                        betweenStreams(source, streams, table),
                        behindRepair(source))
                .flatMap(Optional::stream)
                .reduce(Gap::with);
    }

    /** Behind a repair a stream that was never listed is wanted from the end of that on. */
    private Optional<Gap> behindRepair(SourceReport source) {
        EnumeratorState state = source.state().enumerator();
        if (state.listedOnce() || !source.openShards().isEmpty()) {
            return Optional.empty();
        }
        Instant horizon = now.minus(ShardReport.RETENTION);
        return state.repair()
                .filter(RepairPlan::isRead)
                .map(RepairPlan::end)
                .filter(end -> end.isBefore(horizon))
                .map(end -> Gap.of(end, horizon));
    }

    /** Changes made after the stream was disabled, and before the next one, are in neither. */
    private Optional<Gap> betweenStreams(
            SourceReport source, List<StreamFinding> streams, TableFinding table) {
        Optional<String> current = source.state().enumerator().streamArn();
        if (current.isEmpty() || table == null) {
            return Optional.empty();
        }
        Optional<String> next = table.replacementOf(current.get());
        boolean gone = streams.stream().anyMatch(stream -> stream.status().isEmpty());
        boolean readToItsEnd =
                source.openShards().isEmpty() && source.state().enumerator().listedOnce();
        if (next.isEmpty() && (!gone || readToItsEnd)) {
            return Optional.empty();
        }
        Instant newest =
                source.shards().stream()
                        .flatMap(shard -> shard.lastRecordTime().stream())
                        .max(Comparator.naturalOrder())
                        .orElse(null);
        return Optional.of(Gap.of(newest, next.flatMap(TableFinding::creationOf).orElse(now)));
    }

    private Optional<RepairEstimate> repair(
            SourceReport source, Optional<Gap> gap, TableFinding table) {
        return RepairForecast.of(source, table, now)
                .filter(found -> gap.isPresent() || found.outcome() != Outcome.NOT_NEEDED)
                .map(
                        found ->
                                RepairEstimate.of(
                                        found,
                                        table == null ? null : table.recovery().orElse(null),
                                        prices));
    }
}
