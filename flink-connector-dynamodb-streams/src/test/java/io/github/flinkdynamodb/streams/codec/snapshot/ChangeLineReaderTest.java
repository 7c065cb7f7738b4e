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
package io.github.flinkdynamodb.streams.codec.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkdynamodb.streams.codec.item.ItemReader;
import io.github.flinkdynamodb.streams.codec.json.DecodeException;
import io.github.flinkdynamodb.streams.codec.text.ChangeRecordJson;
import io.github.flinkdynamodb.streams.model.ByteSlice;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.model.ChangeType;
import io.github.flinkdynamodb.streams.model.StreamViewType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines of incremental exports as records. */
class ChangeLineReaderTest {

    private static final String ARN = "arn:aws:dynamodb:eu-west-1:123456789012:table/orders";
    private static final String META =
            "{\"Metadata\":{\"WriteTimestampMicros\":{\"N\":\"1680109764000123\"}},";
    private static final String KEYS = "\"Keys\":{\"id\":{\"S\":\"a\"}}";
    private static final String NEW = ",\"NewImage\":{\"id\":{\"S\":\"a\"},\"n\":{\"N\":\"2\"}}";
    private static final String OLD = ",\"OldImage\":{\"id\":{\"S\":\"a\"},\"n\":{\"N\":\"1\"}}";

    private static ChangeRecord read(String line, StreamViewType view) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        return new ChangeLineReader(ItemReader.skipping(), ItemReader.skipping())
                .read(new ByteSlice(bytes, 0, bytes.length), new ExportedChangeRecords(ARN, view));
    }

    @ParameterizedTest
    @CsvSource({
        "NEW_AND_OLD_IMAGES, true, true, MODIFY",
        "NEW_AND_OLD_IMAGES, true, false, INSERT",
        "NEW_AND_OLD_IMAGES, false, true, REMOVE",
        "NEW_IMAGE, true, false, MODIFY",
        "NEW_IMAGE, false, false, REMOVE"
    })
    void theImagesTellWhatHappenedAsFarAsTheViewHasThem(
            StreamViewType view, boolean hasNew, boolean hasOld, ChangeType type) {
        ChangeRecord record =
                read(META + KEYS + (hasNew ? NEW : "") + (hasOld ? OLD : "") + "}", view);

        assertThat(record.changeType()).isEqualTo(type);
        assertThat(record.streamViewType()).isEqualTo(view.name());
        assertThat(record.keys().json().utf8()).isEqualTo("{\"id\":{\"S\":\"a\"}}");
        assertThat(record.newImage() != null).isEqualTo(hasNew);
        assertThat(record.oldImage() != null).isEqualTo(hasOld);
    }

    @Test
    void aRecordHasTheTimeOfTheWriteAndWhatNoStreamTellsIsNull() {
        ChangeRecord record =
                read(META + KEYS + NEW + OLD + "}", StreamViewType.NEW_AND_OLD_IMAGES);

        assertThat(record.approximateCreationTime())
                .isEqualTo(Instant.parse("2023-03-29T17:09:24.000123Z"));
        assertThat(record.tableName()).isEqualTo("orders");
        assertThat(record.awsRegion()).isEqualTo("eu-west-1");
        assertThat(record.eventSource()).isEqualTo("aws:dynamodb");
        assertThat(record.isSnapshot()).isFalse();
        assertThat(record.isExported()).isTrue();
        assertThat(record.streamArn()).isNull();
        assertThat(record.shardId()).isNull();
        assertThat(record.sequenceNumber()).isNull();
        assertThat(record.eventId()).isNull();
        assertThat(record.sizeBytes()).isNull();
        assertThat(record.newImage().get("n").n()).isEqualTo("2");
        assertThat(record.oldImage().get("n").n()).isEqualTo("1");
    }

    @Test
    void theTimeMayBeATextWithoutItsType() {
        String line = META.replace("{\"N\":\"1680109764000123\"}", "\"1680109764000123\"") + KEYS;

        ChangeRecord record = read(line + NEW + "}", StreamViewType.NEW_IMAGE);

        assertThat(line).contains("Micros\":\"1680109764000123\"}");
        assertThat(record.approximateCreationTime())
                .isEqualTo(Instant.parse("2023-03-29T17:09:24.000123Z"));
    }

    @Test
    void theTextIsThatOfARecordAndReadsAsTheSameChange() {
        ChangeRecord record =
                read(META + KEYS + NEW + OLD + "}", StreamViewType.NEW_AND_OLD_IMAGES);

        ChangeRecord again =
                ChangeRecordJson.decode(
                        record.json().utf8().getBytes(StandardCharsets.UTF_8), ARN, null);
        ChangeRecord detached = ChangeRecordJson.detach(record);

        for (ChangeRecord copy : new ChangeRecord[] {again, detached}) {
            assertThat(copy.json().utf8()).isEqualTo(record.json().utf8());
            assertThat(copy.approximateCreationTime()).isEqualTo(record.approximateCreationTime());
            assertThat(copy.eventName()).isEqualTo("MODIFY");
            assertThat(copy.keys()).isEqualTo(record.keys());
            assertThat(copy.newImage()).isEqualTo(record.newImage());
            assertThat(copy.oldImage()).isEqualTo(record.oldImage());
            assertThat(copy.streamArn()).isNull();
            assertThat(copy.isComposed()).isFalse();
        }
    }

    @Test
    void fieldsThatAreNotKnownAreLeftOutAndNullIsAbsent() {
        ChangeRecord record =
                read(
                        "{\"X\":[1],\"Metadata\":{\"Y\":{},\"WriteTimestampMicros\":{\"Z\":1,\"N\":\"5\"}},"
                                + KEYS
                                + ",\"NewImage\":null"
                                + OLD
                                + "}",
                        StreamViewType.NEW_AND_OLD_IMAGES);

        assertThat(record.changeType()).isEqualTo(ChangeType.REMOVE);
        assertThat(record.approximateCreationTime()).isEqualTo(Instant.EPOCH.plusNanos(5000));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Item\":{\"id\":{\"S\":\"a\"}}}",
                "{\"Keys\":{\"id\":{\"S\":\"a\"}}}",
                "{\"Metadata\":{\"WriteTimestampMicros\":{\"N\":\"5\"}}}",
                "{\"Metadata\":{\"WriteTimestampMicros\":{\"N\":\"now\"}},\"Keys\":{}}",
                "{\"Metadata\":{\"WriteTimestampMicros\":\"now\"},\"Keys\":{}}",
                "{\"Metadata\":{\"WriteTimestampMicros\":5},\"Keys\":{}}",
                "{}",
                "",
                "{\"Keys\":{\"id\":{\"S\":\"a\"}}"
            })
    void whatIsNoLineOfAnIncrementalExportFails(String line) {
        assertThatThrownBy(() -> read(line, StreamViewType.NEW_IMAGE))
                .isInstanceOf(DecodeException.class);
    }
}
