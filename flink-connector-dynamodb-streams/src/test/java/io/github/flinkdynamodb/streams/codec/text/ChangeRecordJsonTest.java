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
package io.github.flinkdynamodb.streams.codec.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkdynamodb.streams.codec.json.DecodeException;
import io.github.flinkdynamodb.streams.codec.record.RecordsPage;
import io.github.flinkdynamodb.streams.model.ByteSlice;
import io.github.flinkdynamodb.streams.model.ChangeRecord;
import io.github.flinkdynamodb.streams.model.Image;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChangeRecordJsonTest {

    private static final String FULL =
            "{\"eventID\":\"e1\", \"eventName\":\"REMOVE\", \"eventVersion\":\"1.1\","
                    + "\"eventSource\":\"aws:dynamodb\", \"awsRegion\":\"eu-central-1\","
                    + "\"dynamodb\":{\"ApproximateCreationDateTime\":1795398960.000,"
                    + "\"Keys\":{\"id\":{\"N\":\"+07\"}}, \"NewImage\":{},"
                    + "\"OldImage\":{\"s\":{\"S\":\"a\\\"\\u00e9\"},\"n\":{\"N\":\"1E-130\"},"
                    + "\"b\":{\"B\":\"AAEC/w==\"},\"ss\":{\"SS\":[\"x\",\"y\"]},"
                    + "\"ns\":{\"NS\":[\"1\",\".5\"]},\"bs\":{\"BS\":[\"AQ==\",\"\"]},"
                    + "\"m\":{\"M\":{\"k\":{\"BOOL\":false},\"e\":{\"M\":{}}}},"
                    + "\"l\":{\"L\":[{\"NULL\":true},{\"L\":[]},{\"S\":\"\"}]}},"
                    + "\"SequenceNumber\":\"0042\",\"SizeBytes\":128,"
                    + "\"StreamViewType\":\"NEW_AND_OLD_IMAGES\", \"Other\":[1]},"
                    + "\"userIdentity\":{\"type\":\"Service\",\"principalId\":\"p\"}}";

    private static ChangeRecord decode(String json) {
        return ChangeRecordJson.decode(json.getBytes(StandardCharsets.UTF_8), "arn", "shard");
    }

    @Test
    void dynamoDbJsonIsTheServicesOwnText() {
        assertThat(ChangeRecordJson.dynamoDb(decode(FULL))).isEqualTo(FULL);
    }

    @Test
    void plainJsonHasTheSameFieldsAndPlainValues() {
        assertThat(ChangeRecordJson.plain(decode(FULL)))
                .isEqualTo(
                        "{\"eventID\":\"e1\",\"eventName\":\"REMOVE\",\"eventVersion\":\"1.1\","
                                + "\"eventSource\":\"aws:dynamodb\",\"awsRegion\":\"eu-central-1\","
                                + "\"dynamodb\":{\"ApproximateCreationDateTime\":1795398960,"
                                + "\"Keys\":{\"id\":7},\"NewImage\":{},"
                                + "\"OldImage\":{\"s\":\"a\\\"\u00e9\",\"n\":1E-130,"
                                + "\"b\":\"AAEC/w==\",\"ss\":[\"x\",\"y\"],\"ns\":[1,0.5],"
                                + "\"bs\":[\"AQ==\",\"\"],\"m\":{\"k\":false,\"e\":{}},"
                                + "\"l\":[null,[],\"\"]},\"SequenceNumber\":\"0042\","
                                + "\"SizeBytes\":128,\"StreamViewType\":\"NEW_AND_OLD_IMAGES\"},"
                                + "\"userIdentity\":{\"Type\":\"Service\",\"PrincipalId\":\"p\"}}");
    }

    @Test
    void plainJsonLeavesOutWhatIsAbsent() {
        assertThat(ChangeRecordJson.plain(decode("{}"))).isEqualTo("{\"dynamodb\":{}}");
    }

    @Test
    void plainJsonFailsWithABrokenImage() {
        ChangeRecord record = decode("{\"dynamodb\":{\"Keys\":{\"a\":{\"X\":1}}}}");

        assertThatThrownBy(() -> ChangeRecordJson.plain(record))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining("expected an attribute type");
    }

    @Test
    void textAfterTheRecordIsRejected() {
        assertThatThrownBy(() -> decode("{},"))
                .isInstanceOf(DecodeException.class)
                .hasMessage("expected the end of the text but found ',', at byte 2 of 3");
    }

    @Test
    void detachedRecordIsTheSameWithoutItsPage() {
        byte[] page = ("{\"Records\":[{}," + FULL + "]}").getBytes(StandardCharsets.UTF_8);
        ChangeRecord record = RecordsPage.decode(page, "arn", "shard").records().get(1);

        ChangeRecord detached = ChangeRecordJson.detach(record);

        assertThat(detached)
                .usingRecursiveComparison()
                .withEqualsForType((a, b) -> a.utf8().equals(b.utf8()), ByteSlice.class)
                .withEqualsForType(Image::equals, Image.class)
                .ignoringFields("eventId", "eventIdOffset", "eventIdLength")
                .isEqualTo(record);
        assertThat(detached.eventId()).isNotEmpty().isEqualTo(record.eventId());
        assertThat(detached.json().bytes())
                .isNotSameAs(page)
                .hasSize(FULL.getBytes(StandardCharsets.UTF_8).length);
        assertThat(detached.keys().json().bytes()).isSameAs(detached.json().bytes());
        assertThat(detached.oldImage().json().bytes()).isSameAs(detached.json().bytes());
        assertThat(ChangeRecordJson.detach(detached)).isSameAs(detached);
    }

    @Test
    void detachedRecordCopiesAnImageThatLiesElsewhere() {
        byte[] text = "[{}]".getBytes(StandardCharsets.US_ASCII);
        byte[] elsewhere = "--{\"a\":{\"N\":\"1\"}}--".getBytes(StandardCharsets.US_ASCII);
        ChangeRecord record =
                ChangeRecord.builder()
                        .json(new ByteSlice(text, 1, 2))
                        .keys(
                                new Image(
                                        new ByteSlice(elsewhere, 2, elsewhere.length - 4),
                                        json -> Map.of()))
                        .build();

        Image keys = ChangeRecordJson.detach(record).keys();

        assertThat(keys.json().utf8()).isEqualTo("{\"a\":{\"N\":\"1\"}}");
        assertThat(keys.json().bytes()).isNotSameAs(elsewhere);
    }
}
