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
package io.github.flinkdynamodb.streams.table.decode;

import io.github.flinkdynamodb.streams.codec.MemberReader;
import io.github.flinkdynamodb.streams.codec.ValueScanner;
import io.github.flinkdynamodb.streams.codec.ValueToken;
import io.github.flinkdynamodb.streams.model.AttributeType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The attributes of an item, or the entries of a map, that are wanted; and, where only some entries
 * of one of them are wanted, those. Finds where each lies. Of a name that is there twice the last
 * one counts, as a whole.
 */
final class Members {

    private final MemberReader reader;
    private final ValueToken[] tokens;
    private final Members[] nested;

    /** Whether none of these is entered. */
    private final boolean isFlat;

    private Members(Node node) {
        this.tokens = new ValueToken[node.children.size()];
        this.nested = new Members[node.children.size()];
        int i = 0;
        for (Node child : node.children.values()) {
            tokens[i] = child.token;
            nested[i] = child.children.isEmpty() ? null : new Members(child);
            i++;
        }
        this.reader = new MemberReader(new ArrayList<>(node.children.keySet()), tokens);
        this.isFlat = Arrays.stream(nested).allMatch(Objects::isNull);
    }

    /** What is wanted, before it is known what else is. */
    static final class Node {
        private final ValueToken token = new ValueToken();
        private final Map<String, Node> children = new LinkedHashMap<>();

        /**
         * Wants an attribute.
         *
         * @param path the names of the maps that it lies in, then its own name
         * @return the tokens of those maps and of the attribute
         */
        ValueToken[] want(List<String> path) {
            ValueToken[] way = new ValueToken[path.size()];
            Node node = this;
            for (int i = 0; i < way.length; i++) {
                node = node.children.computeIfAbsent(path.get(i), name -> new Node());
                way[i] = node.token;
            }
            return way;
        }

        Members build() {
            return new Members(this);
        }
    }

    /** Finds the members of the object that comes next, and consumes it. */
    void find(ValueScanner scanner) {
        clear();
        if (!scanner.beginObject()) {
            return;
        }
        do {
            int index = reader.read(scanner);
            if (!isFlat && index >= 0 && nested[index] != null) {
                enter(scanner, index);
            }
        } while (scanner.hasNextMember());
    }

    private void enter(ValueScanner scanner, int index) {
        nested[index].clear();
        if (tokens[index].type() == AttributeType.M) {
            int continueAt = scanner.position();
            scanner.seek(tokens[index].from());
            nested[index].find(scanner);
            scanner.seek(continueAt);
        }
    }

    private void clear() {
        for (int i = 0; i < tokens.length; i++) {
            tokens[i].clear();
            if (nested[i] != null) {
                nested[i].clear();
            }
        }
    }
}
