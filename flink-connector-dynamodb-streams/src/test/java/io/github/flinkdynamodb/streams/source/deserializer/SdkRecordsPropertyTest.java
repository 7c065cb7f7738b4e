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
package io.github.flinkdynamodb.streams.source.deserializer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.flinkdynamodb.streams.codec.record.RecordsPage;
import io.github.flinkdynamodb.streams.codec.record.WirePage;
import io.github.flinkdynamodb.streams.codec.text.ChangeRecordJson;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.Record;

/** The same bytes give the same values here and in the AWS SDK. */
class SdkRecordsPropertyTest {

    private static final SdkUnmarshaller SDK = new SdkUnmarshaller();

    @AfterContainer
    static void closeSdk() {
        SDK.close();
    }

    @Provide
    Arbitrary<WirePage> pages() {
        return Arbitraries.randomValue(random -> new WirePage(new Random(random.nextLong())));
    }

    @Property(tries = 1000)
    void codecReadsWhatTheSdkReads(@ForAll("pages") WirePage sent) {
        GetRecordsResponse expected = SDK.read(sent.body());

        RecordsPage page = RecordsPage.decode(sent.body(), "arn", "shard");

        assertThat(page.nextShardIterator()).isEqualTo(expected.nextShardIterator());
        assertThat(toSdk(page)).isEqualTo(expected.records());
    }

    @Property(tries = 500)
    void recordOfTheSdkSurvivesSerialization(@ForAll("pages") WirePage sent) throws IOException {
        for (Record record : SDK.read(sent.body()).records()) {
            DataOutputSerializer out = new DataOutputSerializer(64);
            SdkRecordSerializer.INSTANCE.serialize(record, out);

            DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
            assertThat(SdkRecordSerializer.INSTANCE.deserialize(in)).isEqualTo(record);
            assertThat(in.available()).isZero();
        }
    }

    @Property(tries = 200)
    void sdkReadsWhatIsWrittenHere(@ForAll("pages") WirePage sent) {
        List<Record> records = SDK.read(sent.body()).records();
        String written =
                records.stream()
                        .map(SdkRecordJson::toBytes)
                        .map(json -> ChangeRecordJson.decode(json, null, null))
                        .map(ChangeRecordJson::dynamoDb)
                        .collect(Collectors.joining(",", "{\"Records\":[", "]}"));

        byte[] body = written.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        assertThat(SDK.read(body).records()).isEqualTo(records);
    }

    private static List<Record> toSdk(RecordsPage page) {
        return page.records().stream().map(SdkRecords::toSdk).collect(Collectors.toList());
    }
}
