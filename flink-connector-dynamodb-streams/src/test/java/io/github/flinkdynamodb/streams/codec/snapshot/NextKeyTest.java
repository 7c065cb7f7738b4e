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

import io.github.flinkdynamodb.streams.codec.item.ItemReader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NextKeyTest {

    private static final String KEY = "{\"id\":{\"S\":\"a}]\\\"b\"},\"n\":{\"N\":\"-1\"}}";

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'Items':[],'LastEvaluatedKey':KEY}",
                "{'Items':[],'LastEvaluatedKey' : KEY ,'ScannedCount':9 } \n",
                "{'Count':1,'Items':[{'a':{'S':'b'}}],'LastEvaluatedKey':KEY,'ScannedCount':9,"
                        + "'x':{'y':[{}]}}",
                "{'LastEvaluatedKey':KEY}",
                "{'LastEvaluatedKey':{'id':{'S':'b'}},'Items':[],'LastEvaluatedKey':KEY}",
                "{'Items':[{'LastEvaluatedKey':{'S':'b'}}],'LastEvaluatedKey':KEY}"
            })
    void theKeyAtTheEndIsFound(String page) {
        byte[] body = bytes(page.replace('\'', '"').replace("KEY", KEY));

        assertThat(ScanReader.peekLastEvaluatedKey(body)).contains(KEY);
        assertThat(decoded(body)).isEqualTo(KEY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'Items':[]}",
                "{'Items':[],'LastEvaluatedKey':null}",
                "{'Items':[{'LastEvaluatedKey':{'S':'b'}}]}",
                "{'Items':[{'LastEvaluatedKey':{'M':{'id':{'S':'b'}}}}],'ScannedCount':1}",
                "{'Items':[{'a':{'S':'LastEvaluatedKey'}}]}",
                "{'Items':[{'a':{'S':'\\'LastEvaluatedKey\\':{}}'}}]}",
                "{'Items':[{'a':{'S':',\\'LastEvaluatedKey\\':{\\'id\\':{}}}'}}]}"
            })
    void whatOnlyLooksLikeTheKeyIsNotTakenForIt(String page) {
        byte[] body = bytes(page.replace('\'', '"'));

        assertThat(ScanReader.peekLastEvaluatedKey(body)).isEmpty();
        assertThat(decoded(body)).isNull();
    }

    @Test
    void aKeyBeforeTheItemsIsLeftToTheDecoder() {
        String items = "\"Items\":[{\"a\":{\"S\":\"" + "x".repeat(9_000) + "\"}}]";
        byte[] body = bytes("{\"LastEvaluatedKey\":" + KEY + "," + items + "}");

        assertThat(ScanReader.peekLastEvaluatedKey(body)).isEmpty();
        assertThat(decoded(body)).isEqualTo(KEY);
    }

    @Test
    void theLongestKeysThereAreAreFound() {
        String key =
                "{\"id\":{\"S\":\""
                        + "x".repeat(2_048)
                        + "\"},\"n\":{\"S\":\""
                        + "y".repeat(1_024)
                        + "\"}}";
        byte[] body = bytes("{\"Items\":[],\"LastEvaluatedKey\":" + key + ",\"ScannedCount\":1}");

        assertThat(ScanReader.peekLastEvaluatedKey(body)).contains(key);
    }

    private static String decoded(byte[] body) {
        ScanReader reader = new ScanReader(body, ItemReader.skipping());
        int items = 0;
        while (reader.next() != null) {
            items++;
        }
        assertThat(items).isLessThan(2);
        return reader.lastEvaluatedKey();
    }
}
