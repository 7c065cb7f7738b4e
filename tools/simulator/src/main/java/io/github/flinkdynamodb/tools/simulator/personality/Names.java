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
package io.github.flinkdynamodb.tools.simulator.personality;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** Other names for things, and back again. Thread-safe. */
final class Names {

    private final Map<String, String> others = new ConcurrentHashMap<>();
    private final Map<String, String> originals = new ConcurrentHashMap<>();
    private final UnaryOperator<String> form;

    /**
     * No names yet.
     *
     * @param form makes the other name; called once for each
     */
    Names(UnaryOperator<String> form) {
        this.form = form;
    }

    /** The other name of a thing, always the same. */
    String other(String original) {
        return others.computeIfAbsent(
                original,
                name -> {
                    String other = form.apply(name);
                    originals.put(other, name);
                    return other;
                });
    }

    /** The thing of another name; a name that was never given is itself. */
    String original(String other) {
        return originals.getOrDefault(other, other);
    }
}
