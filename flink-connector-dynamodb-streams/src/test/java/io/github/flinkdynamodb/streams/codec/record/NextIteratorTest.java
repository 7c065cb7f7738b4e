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
package io.github.flinkdynamodb.streams.codec.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NextIteratorTest {

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Records\":[],\"NextShardIterator\":\"it\"}",
                "{\"Records\":[] ,\n \"NextShardIterator\" : \"it\" } \n",
                "{\"NextShardIterator\":\"it\"}",
                "{ \"NextShardIterator\" : \"it\" , \"Records\":[{\"a\":\"b\"}]}",
                "{\"NextShardIterator\":\"it\",\"Records\":[],\"Other\":\"x\"}"
            })
    void iteratorAtEitherEndIsFound(String json) {
        assertThat(GetRecordsReader.peekNextShardIterator(bytes(json))).contains("it");
        assertThat(RecordsPage.decode(bytes(json), null, null).nextShardIterator()).isEqualTo("it");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Records\":[]}",
                "{\"Records\":[],\"NextShardIterator\":null}",
                "{\"Records\":[],\"NextShardIterator\":\"i\\u0074\"}",
                "{\"Records\":[],\"NextShardIterator\":\"it\",\"Other\":1}",
                "{\"Records\":[{\"NextShardIterator\":\"it\"}]}",
                "{\"Records\":[],\"Other\":{\"NextShardIterator\":\"it\"}}",
                "{\"Other\":\",\\\"NextShardIterator\\\":\\\"it\"}",
                "{\"Other\":\"NextShardIterator\"}",
                "{\"Other\":[\"NextShardIterator\"]}",
                "{\"XNextShardIterator\":\"it\"}",
                "{}"
            })
    void whatMayBeSomethingElseIsLeftToDecoding(String json) {
        assertThat(GetRecordsReader.peekNextShardIterator(bytes(json))).isEmpty();
        RecordsPage.decode(bytes(json), null, null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "}",
                "\"}",
                "\"\"}",
                ":\"\"}",
                "\":\"\"}",
                "\"NextShardIterator\":\"it\"}",
                "{",
                "{\"NextShardIterator\"",
                "{\"NextShardIterator\":",
                "{\"NextShardIterator\":\"it"
            })
    void whatIsNoPageIsNoReasonToFail(String text) {
        assertThat(GetRecordsReader.peekNextShardIterator(bytes(text))).isEmpty();
    }
}
