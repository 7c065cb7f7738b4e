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
package io.github.flinkdynamodb.streams.source.positions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.flinkdynamodb.streams.codec.json.DecodeException;
import io.github.flinkdynamodb.streams.model.SequenceNumber;
import io.github.flinkdynamodb.streams.source.split.ShardPosition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PositionsFormatTest {

    private static final String ARN =
            "arn:aws:dynamodb:eu-west-1:1:table/orders/stream/2026-01-01T00:00:00.000";
    private static final Instant TIME = Instant.parse("2026-11-30T12:00:00.5Z");

    private static final String FILE =
            String.join(
                    "\n",
                    "{",
                    "  \"format\": \"dynamodb-streams-positions\",",
                    "  \"version\": 1,",
                    "  \"streamArn\": \"" + ARN + "\",",
                    "  \"takenAt\": \"2026-11-30T12:00:00.500Z\",",
                    "  \"takenFrom\": \"a \\\"savepoint\\\"\",",
                    "  \"shards\": [",
                    "    {\"shardId\":\"a\",\"position\":\"finished\"},",
                    "    {\"shardId\":\"b\",\"parentShardId\":\"a\",\"position\":"
                            + "\"after-sequence-number\",\"afterSequenceNumber\":\"0017\","
                            + "\"notBefore\":\"2026-11-30T12:00:00.500Z\","
                            + "\"lastRecordAt\":\"2026-11-30T12:00:00.500Z\"},",
                    "    {\"shardId\":\"c\",\"parentShardId\":\"a\",\"position\":\"trim-horizon\"},",
                    "    {\"shardId\":\"d\",\"position\":\"timestamp\","
                            + "\"notBefore\":\"2026-11-30T12:00:00.500Z\"}",
                    "  ]",
                    "}",
                    "");

    @TempDir private Path folder;

    private static StartPositions positions() {
        ShardPosition after = ShardPosition.trimHorizon(TIME).advanceTo(SequenceNumber.of("0017"));
        return new StartPositions(
                ARN,
                TIME,
                "a \"savepoint\"",
                List.of(
                        ReadShard.finished("a", null),
                        ReadShard.upTo("b", "a", after, TIME),
                        ReadShard.upTo("c", "a", ShardPosition.trimHorizon(), null),
                        ReadShard.upTo("d", null, ShardPosition.trimHorizon(TIME), null)));
    }

    @Test
    void aFileHasOneShardALine() {
        assertThat(new String(PositionsFormat.write(positions()), StandardCharsets.UTF_8))
                .isEqualTo(FILE);
    }

    @Test
    void whatIsWrittenIsRead() {
        StartPositions read = PositionsFormat.read(FILE.getBytes(StandardCharsets.UTF_8));

        assertThat(read).isEqualTo(positions());
        assertThat(read.shards().get("b").position().orElseThrow().after().orElseThrow().digits())
                .as("as the service gave it")
                .isEqualTo("0017");
    }

    /** What of the file above is replaced, by what, and the message. */
    static Stream<Arguments> mistakes() {
        return Stream.of(
                arguments(
                        "\"version\": 1",
                        "\"version\": 2",
                        "'version' is 2, but this release of the connector supports version 1"),
                arguments(
                        "streams-positions",
                        "offsets",
                        "'format' is 'dynamodb-offsets', expected 'dynamodb-streams-positions'"),
                arguments("takenAt", "takenat", "unknown field 'takenat', expected one of format,"),
                arguments(
                        "\"takenAt\": \"2026-11-30T12:00:00.500Z",
                        "\"takenAt\": \"noon",
                        "'takenAt' is 'noon', expected a time such as"),
                arguments(
                        "0017",
                        "17a",
                        "shard 2: b: 'afterSequenceNumber' is '17a', expected digits"),
                arguments(
                        "\"afterSequenceNumber\":\"0017\",",
                        "",
                        "shard 2: b: 'afterSequenceNumber' is missing"),
                arguments(
                        "\"trim-horizon\"",
                        "\"latest\"",
                        "shard 3: c: 'position' is 'latest', expected one of"
                                + " after-sequence-number, trim-horizon, timestamp, finished"),
                arguments(
                        "\"timestamp\"",
                        "\"trim-horizon\"",
                        "shard 4: d: 'notBefore' is not used by the position 'trim-horizon':"
                                + " remove it"),
                arguments("\"shardId\":\"d\"", "\"shardId\":\"c\"", "c is there twice"),
                arguments(
                        "\"shardId\":\"a\",",
                        "\"shardId\":\"a\",\"parentShardId\":\"b\",",
                        "is among its own parents"),
                arguments("\"shardId\":\"d\",", "", "shard 4: 'shardId' is missing"),
                arguments(
                        "\"shardId\":\"d\"",
                        "\"shard\":\"d\"",
                        "shard 4: unknown field 'shard', expected one of shardId,"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void whatIsWrongIsNamed(String what, String by, String message) {
        assertThat(FILE).contains(what);
        byte[] changed = FILE.replace(what, by).getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> PositionsFormat.read(changed))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining(message);
    }

    /** Half a file has shards that are missing. */
    @Test
    void noPartOfAFileIsTaken() {
        for (int length = 0; length < FILE.length() - 2; length++) {
            byte[] part = FILE.substring(0, length).getBytes(StandardCharsets.UTF_8);
            assertThatThrownBy(() -> PositionsFormat.read(part))
                    .isInstanceOf(DecodeException.class);
        }
    }

    @Test
    void aFileIsReadFromAnyPath() throws IOException {
        Path file = Files.writeString(folder.resolve("positions.json"), FILE);

        assertThat(PositionsFile.read(file.toString())).isEqualTo(positions());
        assertThat(PositionsFile.read(file.toUri().toString())).isEqualTo(positions());
    }

    @Test
    void aFileThatCantBeReadIsNamedWithTheOption() throws IOException {
        Path cut = Files.writeString(folder.resolve("cut.json"), FILE.substring(0, 200));

        assertThatThrownBy(() -> PositionsFile.read(folder.resolve("none").toString()))
                .hasMessageStartingWith("Invalid value '" + folder.resolve("none"))
                .hasMessageEndingWith(
                        "' for 'scan.startup.positions-file': the file doesn't exist where the"
                                + " JobManager runs");
        assertThatThrownBy(() -> PositionsFile.read(cut.toString()))
                .hasMessageContaining("this isn't a whole file of positions: ");
        assertThatThrownBy(() -> PositionsFile.read("nowhere://bucket/positions.json"))
                .hasMessageContaining("Flink has no file system for it");
    }
}
