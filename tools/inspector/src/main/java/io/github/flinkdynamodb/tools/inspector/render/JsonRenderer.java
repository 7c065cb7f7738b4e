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
package io.github.flinkdynamodb.tools.inspector.render;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.flinkdynamodb.streams.source.split.ShardPosition;
import io.github.flinkdynamodb.tools.inspector.Inspection;
import io.github.flinkdynamodb.tools.inspector.check.CheckReport;
import io.github.flinkdynamodb.tools.inspector.check.ShardFinding;
import io.github.flinkdynamodb.tools.inspector.report.ShardReport;
import io.github.flinkdynamodb.tools.inspector.report.ShardReport.Progress;
import io.github.flinkdynamodb.tools.inspector.report.SnapshotReport;
import io.github.flinkdynamodb.tools.inspector.report.SourceReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A report for programs: one JSON object, whose fields docs/inspector.md explains. Times are of ISO
 * 8601 in UTC, spans in seconds. A field that has no value is null, and none is left out but those
 * of the check, if the service wasn't asked.
 */
public final class JsonRenderer {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Creates a renderer. */
    public JsonRenderer() {}

    /**
     * Renders a report.
     *
     * @param inspection what was found out
     * @return indented JSON
     */
    public String render(Inspection inspection) {
        return tree(inspection).toPrettyString();
    }

    JsonNode tree(Inspection inspection) {
        ObjectNode report = JSON.objectNode();
        ObjectNode savepoint = report.putObject("savepoint");
        savepoint.put("location", inspection.savepoint().location());
        savepoint.put("checkpointId", inspection.savepoint().checkpointId());
        savepoint.put("kind", inspection.savepoint().kind().orElse(null));
        savepoint.put("takenAt", inspection.takenAt().toString());
        savepoint.put("stateBytes", inspection.savepoint().stateBytes());
        savepoint.put("operators", inspection.savepoint().operators().size());
        report.put("now", inspection.now().toString());
        ArrayNode sources = report.putArray("sources");
        for (int i = 0; i < inspection.sources().size(); i++) {
            CheckReport check = inspection.check(i).orElse(null);
            sources.add(source(inspection.sources().get(i), check, inspection));
        }
        ArrayNode unreadable = report.putArray("unreadable");
        inspection.unreadable().forEach(unreadable::add);
        ArrayNode ofApache = report.putArray("ofApache");
        inspection.ofApache().forEach(ofApache::add);
        report.put("checked", inspection.isChecked());
        if (inspection.isChecked()) {
            report.put("loss", inspection.isLoss());
        }
        return report;
    }

    private static ObjectNode source(
            SourceReport source, CheckReport check, Inspection inspection) {
        ObjectNode node = JSON.objectNode();
        node.put("operatorId", source.state().operatorId());
        node.put("name", source.state().name().orElse(null));
        node.put("uid", source.state().uid().orElse(null));
        node.put("parallelism", source.state().parallelism());
        node.put("stateBytes", source.state().bytes());
        node.put("firstStartedAt", source.state().enumerator().startedAt().toString());
        node.put("listedOnce", source.state().enumerator().listedOnce());
        ArrayNode streams = node.putArray("streamArns");
        source.streamArns().forEach(streams::add);
        node.set("snapshot", source.snapshot().map(JsonRenderer::snapshot).orElse(null));
        ObjectNode counts = node.putObject("shardCounts");
        source.counts().forEach((progress, count) -> counts.put(name(progress), count));
        Optional<ShardReport> oldest = source.oldest();
        putTime(node, "unreadSince", oldest.flatMap(ShardReport::unreadSince));
        putTime(node, "readableUntil", oldest.flatMap(ShardReport::readableUntil));
        putSeconds(
                node,
                "secondsLeft",
                oldest.flatMap(ShardReport::readableUntil)
                        .map(until -> Duration.between(inspection.now(), until)));
        node.put("shardsWithoutTime", source.withoutTime());
        ArrayNode shards = node.putArray("shards");
        for (ShardReport shard : source.shards()) {
            ObjectNode row = shard(shard, inspection);
            if (check != null) {
                putFinding(row, check.shards().get(shard.shardId()));
            }
            shards.add(row);
        }
        if (check != null) {
            node.set("check", CheckJson.of(check));
        }
        return node;
    }

    private static ObjectNode snapshot(SnapshotReport snapshot) {
        ObjectNode node = JSON.objectNode();
        node.put("kind", name(snapshot.kind()));
        node.put("tableArn", snapshot.tableArn());
        node.put("exportArn", snapshot.exportArn().orElse(null));
        putTime(node, "exportTime", snapshot.exportTime());
        putTime(node, "askedAt", snapshot.askedAt());
        node.put("parts", snapshot.total());
        node.put("partsRead", snapshot.finished());
        node.put("partsWithReaders", snapshot.held());
        node.put("over", snapshot.isOver());
        putTime(node, "changesUpTo", snapshot.changesUpTo());
        return node;
    }

    private static ObjectNode shard(ShardReport shard, Inspection inspection) {
        ObjectNode node = JSON.objectNode();
        node.put("shardId", shard.shardId());
        node.put("parentShardId", shard.parentShardId().orElse(null));
        node.put("streamArn", shard.streamArn().orElse(null));
        node.put("state", name(shard.progress()));
        node.put("subtask", shard.subtask().isPresent() ? shard.subtask().getAsInt() : null);
        boolean hasPosition = shard.progress() != Progress.FINISHED;
        ShardPosition position = shard.position();
        node.put("position", hasPosition ? kindOf(position) : null);
        node.put("afterSequenceNumber", position.after().map(n -> n.digits()).orElse(null));
        putTime(node, "notBefore", hasPosition ? position.notBefore() : Optional.empty());
        putTime(node, "stopAt", shard.stopAt());
        putTime(node, "lastRecordAt", shard.lastRecordTime());
        putTime(node, "readUpTo", shard.readUpTo());
        putSeconds(
                node,
                "ageAtSavepointSeconds",
                shard.lastRecordTime().map(time -> Duration.between(time, inspection.takenAt())));
        putSeconds(
                node,
                "ageSeconds",
                shard.lastRecordTime().map(time -> Duration.between(time, inspection.now())));
        putTime(node, "unreadSince", shard.unreadSince());
        putTime(node, "readableUntil", shard.readableUntil());
        return node;
    }

    private static String kindOf(ShardPosition position) {
        if (position.after().isPresent()) {
            return "after-sequence-number";
        }
        return position.notBefore().isPresent() ? "timestamp" : "trim-horizon";
    }

    private static void putFinding(ObjectNode row, ShardFinding finding) {
        row.put("service", finding == null ? null : name(finding.outcome()));
        row.put("listed", finding == null ? null : Boolean.valueOf(finding.isListed()));
        putTime(
                row,
                "oldestLeftAt",
                Optional.ofNullable(finding).flatMap(ShardFinding::oldestLeft));
    }

    /** The names of constants with hyphens, in lower case. */
    static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static void putTime(ObjectNode node, String field, Optional<Instant> time) {
        node.put(field, time.map(Instant::toString).orElse(null));
    }

    private static void putSeconds(ObjectNode node, String field, Optional<Duration> span) {
        node.put(field, span.map(Duration::toSeconds).orElse(null));
    }
}
