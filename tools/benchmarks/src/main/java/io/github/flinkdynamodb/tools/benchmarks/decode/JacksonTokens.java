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

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.util.function.Consumer;

/** Walks over a page with Jackson's parser of UTF-8, and makes nothing of it but a count. */
final class JacksonTokens implements Maker<Integer> {

    private final JsonFactory factory = new JsonFactory();
    private final byte[] page;

    JacksonTokens(byte[] page) {
        this.page = page;
    }

    @Override
    public void make(Consumer<? super Integer> sink) throws Exception {
        int tokens = 0;
        try (JsonParser parser = factory.createParser(page)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                tokens++;
            }
        }
        sink.accept(tokens);
    }
}
