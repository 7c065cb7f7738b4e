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
package io.github.flinkdynamodb.tools.benchmarks.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.types.DataType;

/**
 * Documents: a long text with line ends and some letters beyond ASCII, a long one without, a list
 * of 800 maps, a binary. A record has about 400 kB.
 */
final class LargeItems implements Items {

    private static final String[] WORDS = {
        "order",
        "delivered",
        "to",
        "the",
        "customer",
        "at",
        "Dublin",
        "Küstenstraße",
        "before",
        "of"
    };

    private static final int TEXT = 60_000;
    private static final int PLAIN_TEXT = 50_000;
    private static final int LINES = 800;
    private static final int BINARY = 12_000;
    private static final int WORDS_A_LINE = 12;

    @Override
    public DataType row() {
        return DataTypes.ROW(
                DataTypes.FIELD("customer", DataTypes.STRING()),
                DataTypes.FIELD("order_id", DataTypes.BIGINT()),
                DataTypes.FIELD("text", DataTypes.STRING()),
                DataTypes.FIELD("plain", DataTypes.STRING()),
                DataTypes.FIELD("scan", DataTypes.BYTES()),
                DataTypes.FIELD(
                        "lines",
                        DataTypes.ARRAY(
                                DataTypes.ROW(
                                        DataTypes.FIELD("sku", DataTypes.STRING()),
                                        DataTypes.FIELD("quantity", DataTypes.INT()),
                                        DataTypes.FIELD("price", DataTypes.DECIMAL(12, 2))))));
    }

    @Override
    public int records() {
        return 2;
    }

    @Override
    public String image(Random random, String keys, int bytes) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < LINES; i++) {
            lines.add(Items.value("M", Items.object(line(random))));
        }
        return String.join(
                ",",
                keys,
                Items.member("text", "S", Items.quoted(text(random))),
                Items.member("plain", "S", Items.quoted(plain(random))),
                Items.member("lines", "L", Items.array(lines)),
                Items.member("scan", "B", Items.base64(random, BINARY)));
    }

    private static List<String> line(Random random) {
        return List.of(
                Items.member("sku", "S", Items.quoted("sku-" + random.nextInt(1_000_000))),
                Items.member("quantity", "N", Items.quoted("" + random.nextInt(100))),
                Items.member(
                        "price",
                        "N",
                        Items.quoted(random.nextInt(1000) + "." + (10 + random.nextInt(90)))));
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = 1; text.length() < TEXT; i++) {
            text.append(WORDS[random.nextInt(WORDS.length)]);
            text.append(i % WORDS_A_LINE == 0 ? "\\n" : " ");
        }
        return text.toString();
    }

    private static String plain(Random random) {
        StringBuilder text = new StringBuilder();
        while (text.length() < PLAIN_TEXT) {
            text.append((char) ('a' + random.nextInt(26)));
        }
        return text.toString();
    }
}
