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

import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.apache.flink.table.types.DataType;

/** The items of a page: what is in them, and the table that they are rows of. */
interface Items {

    /** The columns of the table; customer and order_id are its first ones, and the key. */
    DataType row();

    /** How many records a page has. */
    int records();

    /**
     * The members of an image, keys included, without the braces around them.
     *
     * @param keys the key's members
     * @param bytes how long the image is to be, for items that go by that
     */
    String image(Random random, String keys, int bytes);

    /** Creates a member of an image. */
    static String member(String name, String type, String content) {
        return "\"" + name + "\":" + value(type, content);
    }

    /** Creates a value of JSON text. */
    static String value(String type, String content) {
        return "{\"" + type + "\":" + content + "}";
    }

    /** Puts a text into quotes; without escapes. */
    static String quoted(String text) {
        return "\"" + text + "\"";
    }

    /** Creates an array of values. */
    static String array(List<String> values) {
        return "[" + String.join(",", values) + "]";
    }

    /** Creates an object of members. */
    static String object(List<String> members) {
        return "{" + String.join(",", members) + "}";
    }

    /** Creates text in base64. */
    static String base64(Random random, int bytes) {
        byte[] content = new byte[bytes];
        random.nextBytes(content);
        return quoted(Base64.getEncoder().encodeToString(content));
    }
}
