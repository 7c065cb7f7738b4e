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
package io.github.flinkdynamodb.streams.source.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.OnEachFlink;
import io.github.flinkdynamodb.streams.model.SequenceNumber;
import io.github.flinkdynamodb.streams.source.enumerator.EnumeratorState;
import io.github.flinkdynamodb.streams.source.enumerator.EnumeratorStateSerializer;
import io.github.flinkdynamodb.streams.source.split.DynamoDbStreamsSplit;
import io.github.flinkdynamodb.streams.source.split.DynamoDbStreamsSplitSerializer;
import io.github.flinkdynamodb.streams.source.split.ShardSplit;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bytes of released versions are read indefinitely, and the present version doesn't change
 * silently.
 */
@OnEachFlink
class StateFixturesTest {

    private static final DynamoDbStreamsSplitSerializer SPLITS =
            new DynamoDbStreamsSplitSerializer();
    private static final EnumeratorStateSerializer STATES = new EnumeratorStateSerializer();

    static Stream<String> splits() {
        return StateExamples.splits().keySet().stream();
    }

    static Stream<String> enumeratorStates() {
        return StateExamples.enumeratorStates().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("splits")
    void splitsOfEachVersionAreReadWithTheirValues(String file) throws IOException {
        byte[] bytes = bytes(file);

        DynamoDbStreamsSplit split = SPLITS.deserialize(StateExamples.version(file), bytes);

        assertThat(split).isEqualTo(StateExamples.splits().get(file));
        assertThat(digits(split)).isEqualTo(digits(StateExamples.splits().get(file)));
    }

    @ParameterizedTest
    @MethodSource("splits")
    void todaysWriterWritesSplitsByteForByteAsVersion1(String file) throws IOException {
        DynamoDbStreamsSplit split = StateExamples.splits().get(file);

        byte[] bytes = SPLITS.serialize(split);

        assertThat(SPLITS.getVersion()).isEqualTo(1);
        assertThat(bytes).isEqualTo(bytes(file));
    }

    @ParameterizedTest
    @MethodSource("enumeratorStates")
    void enumeratorStatesOfEachVersionAreReadWithTheirValues(String file) throws IOException {
        byte[] bytes = bytes(file);

        EnumeratorState state = STATES.deserialize(StateExamples.version(file), bytes);

        assertThat(state).isEqualTo(StateExamples.enumeratorStates().get(file));
    }

    /** A state of version 1 is one of version 2 in which no table is scanned. */
    @ParameterizedTest
    @MethodSource("enumeratorStates")
    void todaysWriterWritesEnumeratorStatesByteForByteAsVersion2(String file) throws IOException {
        EnumeratorState state = StateExamples.enumeratorStates().get(file);

        byte[] bytes = STATES.serialize(state);

        assertThat(STATES.getVersion()).isEqualTo(2);
        assertThat(bytes).isEqualTo(bytes(file));
    }

    @Test
    void aFixtureHoldsTheLayoutThatTheFormatPromises() throws IOException {
        String arn = StateExamples.ARN;

        byte[] bytes = bytes("split-v1-stopped.bin");

        int id = 4 + arn.length();
        assertThat(bytes[0]).as("kind").isEqualTo((byte) 1);
        assertThat(bytes[1]).as("flags: after, stop at, time").isEqualTo((byte) (2 | 16 | 32));
        assertThat(bytes[2]).as("progress: stopped").isEqualTo((byte) 2);
        assertThat(bytes[3]).as("length of the ARN").isEqualTo((byte) arn.length());
        assertThat(bytes[id]).as("length of the shard id").isEqualTo((byte) 37);
        assertThat(bytes[id + 38]).as("length of the sequence number").isEqualTo((byte) 21);
        assertThat(bytes).hasSize(id + 38 + 22 + 9 + 6);
    }

    @Test
    void aFixtureOfASegmentHoldsTheLayoutThatTheFormatPromises() throws IOException {
        byte[] bytes = bytes("split-v1-segment-within-a-page.bin");

        String key = "{\"id\":{\"S\":\"o-17\"},\"l\u00efne\":{\"N\":\"3\"}}";
        int arn = 2 + 53;
        int keys = arn + 53;
        int numbers = keys + 1 + 3 + 6;
        int startKey = numbers + 6;
        int emitted = startKey + 1 + key.length() + 1;
        assertThat(bytes[0]).as("kind").isEqualTo((byte) 2);
        assertThat(bytes[1]).as("flags: start key, emitted").isEqualTo((byte) (1 | 2));
        assertThat(bytes[2]).as("length of the name, here an ARN").isEqualTo((byte) 52);
        assertThat(bytes[arn]).as("length of the ARN").isEqualTo((byte) 52);
        assertThat(bytes[keys]).as("number of key attributes").isEqualTo((byte) 2);
        assertThat(bytes[keys + 1]).as("length of the first's name").isEqualTo((byte) 2);
        assertThat(bytes[keys + 4]).as("length of the second's name").isEqualTo((byte) 5);
        assertThat(Arrays.copyOfRange(bytes, numbers, startKey))
                .as("1,000,000 segments, the last of them")
                .isEqualTo(bytesOf("c0843dbf843d"));
        assertThat(bytes[startKey]).as("length of the key").isEqualTo((byte) (key.length() + 1));
        assertThat(Arrays.copyOfRange(bytes, emitted, bytes.length))
                .isEqualTo(
                        bytesOf(
                                "02"
                                        + "0123456789abcdeffedcba9876543210"
                                        + "ffffffffffffffff0000000000000000"));
    }

    private static Optional<String> digits(DynamoDbStreamsSplit split) {
        return !(split instanceof ShardSplit)
                ? Optional.empty()
                : ((ShardSplit) split).position().after().map(SequenceNumber::digits);
    }

    private static byte[] bytesOf(String hex) {
        byte[] bytes = new byte[hex.length() / 2];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16);
        }
        return bytes;
    }

    private static byte[] bytes(String file) throws IOException {
        try (InputStream in = StateFixturesTest.class.getResourceAsStream("/state/" + file)) {
            assertThat(in).as("src/test/resources/state/%s", file).isNotNull();
            return in.readAllBytes();
        }
    }
}
