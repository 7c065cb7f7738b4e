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
package io.github.flinkdynamodb.streams.codec.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.flinkdynamodb.streams.codec.json.DecodeException;
import io.github.flinkdynamodb.streams.codec.json.NameTable;
import io.github.flinkdynamodb.streams.model.ByteSlice;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EntryIndexTest {

    private static final String[] NAMES = {"a", "customer", "customer_id", "customer_name", "d"};

    private final AttributeToken[] tokens =
            Stream.of(NAMES).map(name -> new AttributeToken()).toArray(AttributeToken[]::new);
    private final ItemText text = new ItemText();
    private final EntryIndex index = new EntryIndex(text, NameTable.of(NAMES), tokens);

    @Test
    void membersAreFoundAgainInAnyOrder() {
        assertThat(
                        read(
                                "{'a':{'N':'1'},'customer_id':{'S':'x'},'other':{'S':'z'},'d':{'BOOL':true}}"))
                .containsExactly("a=N 1", "customer_id=S x", "d=BOOL true");
        assertThat(
                        read(
                                "{'d':{'BOOL':false},'other':{'S':''},'customer_id':{'S':'y'},'a':{'N':'2'}}"))
                .containsExactly("a=N 2", "customer_id=S y", "d=BOOL false");
    }

    @Test
    void namesWithTheSameBeginningAndTheSameEndAreToldApart() {
        for (int i = 0; i < 3; i++) {
            assertThat(
                            read(
                                    "{'customer':{'S':'1'},'customer_id':{'S':'2'},'customer_name':{'S':'3'},"
                                        + "'customer_with_name':{'S':'4'},'customer_with_game':{'S':'5'}}"))
                    .containsExactly("customer=S 1", "customer_id=S 2", "customer_name=S 3");
        }
    }

    @Test
    void typeOfAnAttributeMayChange() {
        for (String value :
                List.of(
                        "'S':'1'",
                        "'N':'1'",
                        "'SS':['1']",
                        "'M':{}",
                        "'L':[]",
                        "'B':'AA=='",
                        "'NULL':true",
                        "'S':'1'",
                        "'NS':['1']",
                        "'S':'2'")) {
            String content = value.substring(value.indexOf(':') + 1).replace("'", "");
            String type = value.substring(1, value.indexOf('\'', 1));
            String found = content.replace("[1]", "[\"1\"]");
            assertThat(read("{'a':{" + value + "}}")).containsExactly("a=" + type + " " + found);
        }
    }

    @Test
    void spellingOfAnAttributeMayChange() {
        for (String image :
                List.of(
                        "{'a':{'S':'1'}}",
                        "{ 'a' : { 'S' : '1' } }",
                        "{'a':{'S':null,'S':'1'}}",
                        "{'a' :{'S':'1'}}",
                        "{'\\u0061':{'S':'1'}}",
                        "{'a':{'\\u0053':'1'}}",
                        "{'a':{'S':'1','S':null}}")) {
            assertThat(read(image)).as(image).containsExactly("a=S 1");
            assertThat(read(image)).as(image).containsExactly("a=S 1");
            assertThat(read("{'a':{'S':'1'}}")).containsExactly("a=S 1");
        }
    }

    @Test
    void ofANameThatIsThereTwiceTheLastValueCounts() {
        for (int i = 0; i < 2; i++) {
            read("{'a':{'S':'1'},'a':{'N':'2'},'a':{'S':'3'}}");
            assertThat(text.text(tokens[0])).isEqualTo("3");
        }
    }

    @Test
    void whatIsKnownEndsWithTheText() {
        assertThat(read("{'a':{'S':'1'},'other':{'S':'2'}}")).hasSize(1);
        for (int length = 1; length < "{'a':{'S':'1'},'other':{'S':'2'}}".length(); length++) {
            String cut = "{'a':{'S':'1'},'other':{'S':'2'}}".substring(0, length);
            assertThatThrownBy(() -> read(cut))
                    .as(cut)
                    .isInstanceOf(DecodeException.class)
                    .hasMessageContaining("at byte ");
        }
    }

    @Test
    void namesWithoutEndAreReadAsWell() {
        for (int from = 0; from < 3000; from += 100) {
            List<String> members = new ArrayList<>();
            IntStream.range(from, from + 100)
                    .forEach(i -> members.add("'attribute_" + i + "':{'S':'" + i + "'}"));
            members.add("'" + "long".repeat(100) + from + "':{'N':'1'}");
            members.add("'customer_name':{'S':'" + from + "'}");

            List<String> read = read("{" + String.join(",", members) + "}");

            assertThat(read).containsExactly("customer_name=S " + from);
        }
    }

    private List<String> read(String image) {
        byte[] json = image.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        text.begin(new ByteSlice(json, 0, json.length));
        index.read(text.reader());
        text.reader().expectEnd();
        List<String> read = new ArrayList<>();
        for (int i = 0; i < NAMES.length; i++) {
            if (tokens[i].type() != null) {
                read.add(NAMES[i] + "=" + show(tokens[i]));
            }
        }
        return read;
    }

    private String show(AttributeToken token) {
        String content =
                new String(
                        text.bytes(),
                        token.from(),
                        token.to() - token.from(),
                        StandardCharsets.UTF_8);
        assertThat(text.bytes()[token.begin()]).isEqualTo((byte) '{');
        return token.type() + " " + content;
    }
}
